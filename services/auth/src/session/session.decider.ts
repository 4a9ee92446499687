import type { SessionEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { elapsedMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import type { RefreshSession, SessionCommand } from './session.commands.js';
import { evolveSession, noSession, type EndCause, type LiveSession, type Session } from './session.js';

type Decided = Result<readonly SessionEvent[], Rejection>;

/** One refusal for every invalid refresh token, so that an attacker learns nothing. */
export const LOG_IN_AGAIN = reject('UNAUTHENTICATED', 'the session has ended; log in again');

export const sessionDecider: Decider<Session, SessionCommand, SessionEvent> = {
  initialState: noSession,
  evolve: evolveSession,
  decide(command, state) {
    switch (command.type) {
      case 'startSession': {
        if (state.status !== 'none') return err(LOG_IN_AGAIN);
        const { type: _, client, ...data } = command;
        return ok([{ type: 'auth.session.started.v1', data: { ...data, ...defined({ client }) } }]);
      }
      case 'refreshSession':
        return state.status === 'live' ? refresh(command, state) : err(LOG_IN_AGAIN);
      case 'endSession':
        if (state.status !== 'live') return ok([]);
        if (command.ifExpiredBy !== undefined && command.ifExpiredBy < state.expiresAt) return ok([]);
        return ok([ended(state, command.cause)]);
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

const ended = ({ id, userId }: LiveSession, cause: EndCause): SessionEvent => ({
  type: 'auth.session.ended.v1',
  data: { sessionId: id, userId, cause },
});

const earlier = (a: string, b: string | undefined): string => (b !== undefined && b < a ? b : a);
