import { uuidFromName } from '@berth/kernel/ids';
import type { CommandMeta } from '../command-meta.js';

let commands = 0;

/** A command of a user; the same key gives the same command. */
export function aMeta(
  key = `command ${(commands += 1)}`,
  inputHash = key,
  now = '2026-01-05T09:00:00.000Z',
): CommandMeta {
  const commandId = uuidFromName('test command', key);
  return {
    commandId,
    command: 'test.counter.add.v1',
    inputHash,
    actor: { kind: 'user', id: 'ada' },
    now,
    correlationId: commandId,
    causationId: commandId,
  };
}
