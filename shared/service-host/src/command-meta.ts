import type { Actor, EventMetadata, NewEvent } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { newId, uuidFromName } from '@berth/kernel/ids';
import type { DomainEvent } from './decider.js';

/** Everything about a command but what it asks for: who, when, why, and the key that makes a repeat harmless. */
export interface CommandMeta {
  readonly commandId: string;
  /** Name of the operation, for example `scheduler.job.submit.v1`. */
  readonly command: string;
  readonly inputHash: string;
  readonly actor: Actor;
  /** The instant that deciders take as now. */
  readonly now: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceparent?: string;
  readonly basis?: { readonly [service: string]: string };
}

/**
 * Event ids derive from the stream (a command may append to several), the command, its input and its instant: an append tried again is recognised by the store, while
 * a command sent again conflicts, is found in the stream, and is answered from there (or refused, if its input differs).
 */
export function toNewEvents(stream: string, events: readonly DomainEvent[], meta: CommandMeta): NewEvent[] {
  const metadata: EventMetadata = {
    actor: meta.actor,
    commandId: meta.commandId,
    command: meta.command,
    inputHash: meta.inputHash,
    correlationId: meta.correlationId,
    causationId: meta.causationId,
    ...defined({ traceparent: meta.traceparent, basis: meta.basis }),
  };
  return events.map((event, index) => ({
    id: uuidFromName('event', stream, meta.commandId, meta.inputHash, meta.now, String(index)),
    type: event.type,
    data: event.data,
    metadata,
  }));
}

/** The meta of a command that a process manager sends because of an event: repeating the event repeats the command. */
export function causedBy(
  process: string,
  cause: { readonly id: string; readonly metadata: EventMetadata },
  command: string,
  now: string,
  part = '',
): CommandMeta {
  return {
    commandId: uuidFromName('process', process, cause.id, command, part),
    command,
    inputHash: '',
    actor: { kind: 'system', id: process },
    now,
    correlationId: cause.metadata.correlationId,
    causationId: cause.id,
    ...defined({ traceparent: cause.metadata.traceparent }),
  };
}

/** Of a command that a service gives by itself and that needs no memory: repeating it is harmless as it is. */
export function systemCommand(process: string, command: string, now: string): CommandMeta {
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
