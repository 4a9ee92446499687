import type { Position } from '@berth/event-store';

export type ProjectionState =
  | { readonly state: 'starting' | 'stopped' }
  /** From all events, since there were none, the version changed, or the store is another one. */
  | { readonly state: 'rebuilding'; readonly reason: string }
  | { readonly state: 'catchingUp' }
  | { readonly state: 'live' }
  /** The read models or the source failed; it goes on by itself when they are back. */
  | { readonly state: 'retrying'; readonly reason: string; readonly at: string }
  /** Stays so until the code that can't fold the event is replaced; the other projections go on. */
  | {
      readonly state: 'halted';
      readonly eventId: string;
      readonly eventType: string;
      readonly position: Position;
      readonly reason: string;
      /** When it met the event. */
      readonly at: string;
    };

export type ProjectionStatus = ProjectionState & {
  readonly projection: string;
  /** Everything up to here is in the documents. */
  readonly reached: Position;
  /** Age in milliseconds of the oldest event known and not folded yet; 0 when there is none. */
  readonly lagMs: number;
};
