import type { SessionEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';

/** A session: a family of refresh tokens, of which only the latest generation is valid. */
export type Session =
  | { readonly status: 'none' }
  | LiveSession
  | { readonly status: 'ended'; readonly id: string; readonly userId: string; readonly cause: EndCause };

export interface LiveSession {
  readonly status: 'live';
  readonly id: string;
  readonly userId: string;
  /** 1 for the first refresh token. */
  readonly generation: number;
  readonly refreshHash: string;
  readonly expiresAt: string;
  /** No refresh takes the session beyond this. */
  readonly endsAt?: string | undefined;
  readonly refreshedAt?: string | undefined;
  readonly passwordVersion: number;
}

export type EndCause = Extract<SessionEvent, { type: 'auth.session.ended.v1' }>['data']['cause'];

export const noSession: Session = { status: 'none' };

export const sessionStream = (sessionId: string): string => `session:${sessionId}`;

export function evolveSession(state: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'auth.session.started.v1': {
      const { sessionId, userId, refreshHash, expiresAt, endsAt, passwordVersion = 0 } = event.data;
      return {
        status: 'live',
        id: sessionId,
        userId,
        generation: 1,
        refreshHash,
        expiresAt,
        endsAt,
        passwordVersion,
      };
    }
    case 'auth.session.refreshed.v1': {
      if (state.status !== 'live') throw new Error(`${event.type} on a session that is ${state.status}`);
      const { refreshHash, expiresAt, refreshedAt } = event.data;
      return { ...state, generation: state.generation + 1, refreshHash, expiresAt, refreshedAt };
    }
    case 'auth.session.ended.v1': {
      const { sessionId, userId, cause } = event.data;
      return { status: 'ended', id: sessionId, userId, cause };
    }
    default:
      return assertNever(event);
  }
}
