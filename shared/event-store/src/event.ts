import type { JsonObject } from '@berth/kernel/json';

/** The actor: a user, an API token of a user, a host's agent, or a part of Berth itself. */
export interface Actor {
  readonly kind: 'user' | 'token' | 'agent' | 'system';
  readonly id: string;
}

export interface EventMetadata {
  readonly actor: Actor;
  readonly commandId: string;
  /** The command, as its operation name (for example `scheduler.job.submit.v1`). */
  readonly command: string;
  /** Hash of the command's input; a repeated commandId with another hash is refused. */
  readonly inputHash: string;
  readonly correlationId: string;
  /** Id of the event or command that led to this one. */
  readonly causationId: string;
  readonly traceparent?: string;
  /** Positions of foreign facts the decision rests on, by service. */
  readonly basis?: { readonly [service: string]: string };
}

export interface NewEvent<T extends string = string, D extends JsonObject = JsonObject> {
  /** UUIDv5 of (commandId, index): the same command can't record its events twice. */
  readonly id: string;
  /** Wire name with version, for example `scheduler.job.submitted.v1`. */
  readonly type: T;
  readonly data: D;
  readonly metadata: EventMetadata;
}

/**
 * Place of an event in its store's global order: opaque, ordered as text, not dense.
 * Adapters give decimal digits padded to 20 places, so that every database compares them alike.
 */
export type Position = string;

export const START: Position = '0'.repeat(20);
export const toPosition = (value: number | bigint): Position => value.toString().padStart(20, '0');

export interface RecordedEvent<T extends string = string, D extends JsonObject = JsonObject> extends NewEvent<
  T,
  D
> {
  readonly stream: string;
  /** 0 for a stream's first event; no gaps. */
  readonly revision: number;
  readonly position: Position;
  /** Never decreases with position, whatever the clock does. ISO 8601, UTC. */
  readonly recordedAt: string;
}

/**
 * An event as its catalogue describes it. What is read has been upcast to that, and what subscribes names the types that
 * it takes: the store itself knows no catalogue.
 */
export const readAs = <E extends { readonly type: string }>(event: {
  readonly type: string;
}): E & Pick<RecordedEvent, 'recordedAt' | 'metadata'> =>
  event as unknown as E & Pick<RecordedEvent, 'recordedAt' | 'metadata'>;
