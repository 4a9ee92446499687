import type { SessionEvent } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';
import { elapsedMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

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

const noSession: Session = { status: 'none' };

export const sessionStream = (sessionId: string): string => `session:${sessionId}`;

function evolveSession(state: Session, event: SessionEvent): Session {
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

export interface StartSession {
  readonly type: 'startSession';
  readonly sessionId: string;
  readonly userId: string;
  readonly refreshHash: string;
  readonly expiresAt: string;
  readonly endsAt: string;
  readonly passwordVersion: number;
  /** Which program or browser logs in. */
  readonly clientName?: SealedValue | undefined;
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

/** Ends a session that its owner, or an admin, finds in a list. */
export interface RevokeSession {
  readonly type: 'revokeSession';
  readonly by: string;
  /** Required owner of the session; omitted if an admin ends it. */
  readonly ownerId?: string | undefined;
}

export type SessionCommand = StartSession | RefreshSession | EndSession | RevokeSession;

type Decided = Result<readonly SessionEvent[], Rejection>;

/** Also for a session of somebody else: that there is one is not the caller's to know. */
const NO_SUCH_SESSION = reject(
  'NOT_FOUND',
  'sessionId: there is no such session; the list of sessions has the ids',
  'sessionId',
);

/** One refusal for every invalid refresh token, so that an attacker learns nothing. */
export const LOG_IN_AGAIN = reject('UNAUTHENTICATED', 'the session has ended; log in again');

export const sessionDecider: Decider<Session, SessionCommand, SessionEvent> = {
  initialState: noSession,
  evolve: evolveSession,
  decide(command, state) {
    switch (command.type) {
      case 'startSession': {
        if (state.status !== 'none') return err(LOG_IN_AGAIN);
        const { type: _, clientName, ...data } = command;
        return ok([{ type: 'auth.session.started.v1', data: { ...data, ...defined({ clientName }) } }]);
      }
      case 'refreshSession':
        return state.status === 'live' ? refresh(command, state) : err(LOG_IN_AGAIN);
      case 'endSession':
        if (state.status !== 'live') return ok([]);
        if (command.ifExpiredBy !== undefined && command.ifExpiredBy < state.expiresAt) return ok([]);
        return ok([ended(state, command.cause)]);
      case 'revokeSession':
        if (state.status === 'none') return err(NO_SUCH_SESSION);
        if (command.ownerId !== undefined && command.ownerId !== state.userId) return err(NO_SUCH_SESSION);
        return ok(state.status === 'live' ? [ended(state, 'logout', command.by)] : []);
      default:
        return assertNever(command);
    }
  },
};

/** The returned event may end the session: the caller must check the resulting state. */
function refresh(command: RefreshSession, session: LiveSession): Decided {
  const { presented, now } = command;
  if (now >= session.expiresAt) return ok([ended(session, 'expired')]);
  if (presented.generation === session.generation) {
    if (presented.hash !== session.refreshHash) return err(LOG_IN_AGAIN);
    return ok([
      {
        type: 'auth.session.refreshed.v1',
        data: {
          sessionId: session.id,
          userId: session.userId,
          usedHash: presented.hash,
          refreshHash: command.successorHash,
          expiresAt: earlier(command.expiresAt, session.endsAt),
          refreshedAt: now,
        },
      },
    ]);
  }
  if (presented.generation > session.generation) return err(LOG_IN_AGAIN);
  return ok(isRepeatWithinGrace(command, session) ? [] : [ended(session, 'reuse')]);
}

/** The last used token again, before its successor was used: answered in the same way, which is harmless. */
function isRepeatWithinGrace({ presented, now, graceMs }: RefreshSession, session: LiveSession): boolean {
  return (
    presented.generation === session.generation - 1 &&
    session.refreshedAt !== undefined &&
    elapsedMs(session.refreshedAt, now) < graceMs
  );
}

const ended = ({ id, userId }: LiveSession, cause: EndCause, revokedBy?: string): SessionEvent => ({
  type: 'auth.session.ended.v1',
  data: { sessionId: id, userId, cause, ...defined({ revokedBy }) },
});

const earlier = (a: string, b: string | undefined): string => (b !== undefined && b < a ? b : a);
