import type { NewEvent, Position, RecordedEvent } from './event.js';

/** Revision of the stream's last event; `noStream`, or -1, where there must be none yet. */
export type ExpectedRevision = number | 'noStream';

export interface AppendResult {
  /** Revision and position of the last event appended (or found, for a repeated append). */
  readonly revision: number;
  readonly position: Position;
}

export interface ReadOptions {
  /** First revision to give, inclusive. Default: 0 forwards, the last one backwards. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

/** Each part narrows; an absent or empty part takes everything. Prefixes are compared as text, case and all. */
export interface EventFilter {
  readonly streamPrefixes?: readonly string[];
  readonly types?: readonly string[];
}

/** Most events a page of `readAll` or a subscription holds. */
export const PAGE_SIZE = 512;

export interface ReadAllOptions {
  /** Exclusive. Default: from the start. */
  readonly after?: Position;
  readonly limit?: number;
  readonly filter?: EventFilter;
}

export interface SubscribeOptions {
  readonly after?: Position;
  readonly filter?: EventFilter;
  readonly signal: AbortSignal;
}

/** Committed events in order of position; `caughtUp` whenever nothing more is stored, with the position it has looked up to. */
export type SubscriptionItem =
  | { readonly kind: 'events'; readonly events: readonly RecordedEvent[] }
  | { readonly kind: 'caughtUp'; readonly position: Position };

/**
 * An append-only store of events in streams.
 *
 * Guarantees: an acknowledged append is on disk; a stream's revisions have no gap; of two racing appends
 * with one expected revision one fails with `WrongExpectedRevisionError`; the same event ids appended again
 * at the same place succeed without a second copy; an append is atomic; positions are ordered, not dense;
 * subscribers see committed events only; `recordedAt` never decreases with position; a store shared by
 * services gives each only its own streams.
 *
 * Does not: know what events mean, keep snapshots, or delete.
 */
export interface EventStore {
  /** Permanent id of the store, by which a restored or swapped store is recognised. */
  readonly storeId: string;
  /** Rejects with `RangeError` for no events, an empty stream name or a revision below -1; see also `errors.ts`. */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult>;
  /** Empty where the stream does not exist. Rejects with `RangeError` for a negative `from` or `limit`. */
  read(stream: string, options?: ReadOptions): Promise<readonly RecordedEvent[]>;
  /** Pages of at most `PAGE_SIZE` events, none empty, up to what is committed when the last page is read. */
  readAll(options?: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]>;
  /** Pages as `readAll` gives them. Ends when the signal aborts or the store closes. Memory stays bounded however slow the reader is. */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem>;
  /** Position of the last committed event, `START` where there is none. */
  lastPosition(): Promise<Position>;
  /** Finishes pending appends. May be called again. */
  close(): Promise<void>;
}
