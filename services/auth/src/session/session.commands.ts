import type { EndCause } from './session.js';

export interface StartSession {
  readonly type: 'startSession';
  readonly sessionId: string;
  readonly userId: string;
  readonly refreshHash: string;
  readonly expiresAt: string;
  readonly endsAt: string;
  readonly passwordVersion: number;
  readonly client?: string | undefined;
}

/** Exchanges a genuine refresh token of this session for its successor. */
export interface RefreshSession {
  readonly type: 'refreshSession';
  readonly presented: { readonly generation: number; readonly hash: string };
  readonly successorHash: string;
  readonly now: string;
  /** Where the session then expires, unless it ends before. */
  readonly expiresAt: string;
  /** How long the token just traded may come again (a lost answer, two tabs) and get the same successor. */
  readonly graceMs: number;
}

export interface EndSession {
  readonly type: 'endSession';
  readonly cause: EndCause;
  /** Only if the session has expired by then: it may have been refreshed while it was being looked for. */
  readonly ifExpiredBy?: string;
}

export type SessionCommand = StartSession | RefreshSession | EndSession;
