import type { RecordedEvent } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { uuidFromName } from '@berth/kernel/ids';
import type { CommandMeta } from '@berth/service-host/command-meta';

/** One of several appends that a command makes: each has an id of its own, and the same one when the command is repeated. */
export const partOf = (meta: CommandMeta, part: string): CommandMeta => ({
  ...meta,
  commandId: uuidFromName('part', meta.commandId, part),
});

/** The command that recorded an event, to complete it after a crash. */
export function resumed(event: RecordedEvent): CommandMeta {
  const { commandId, command, inputHash, actor, correlationId, traceparent } = event.metadata;
  return {
    commandId,
    command,
    inputHash,
    actor,
    now: event.recordedAt,
    correlationId,
    causationId: event.id,
    ...defined({ traceparent }),
  };
}

/** A command of the platform itself; the same parts give the same command id. */
export function bySystem(actor: string, command: string, now: string, ...parts: string[]): CommandMeta {
  const commandId = uuidFromName('system', actor, command, ...parts);
  return {
    commandId,
    command,
    inputHash: '',
    actor: { kind: 'system', id: actor },
    now,
    correlationId: commandId,
    causationId: commandId,
  };
}
