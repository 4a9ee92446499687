import { newId, uuidFromName } from '@berth/kernel/ids';
import type { CommandMeta } from '@berth/service-host/command-meta';

/** A command that the scheduler gives by itself and that needs no memory: repeating it is harmless as it is. */
export function ownCommand(process: string, command: string, now: string): CommandMeta {
  const commandId = uuidFromName('process', process, newId());
  return {
    commandId,
    command,
    inputHash: '',
    actor: { kind: 'system', id: process },
    now,
    correlationId: commandId,
    causationId: commandId,
  };
}
