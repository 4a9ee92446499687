import { describe, it } from '@jest/globals';
import type { SessionEvent } from '@berth/contracts/auth/events';
import { addMs } from '@berth/kernel/clock';
import { given } from '@berth/service-host/testing';
import { idOf, MORNING, NEXT_DAY, NOON, sealed } from '../testing/fixtures.js';
import { type RefreshSession, sessionDecider } from './session.decider.js';

const sessionId = idOf('session');
const userId = idOf('ada');
const start = {
  type: 'startSession',
  sessionId,
  userId,
  refreshHash: 'hash 1',
  passwordVersion: 0,
  expiresAt: NEXT_DAY,
  endsAt: addMs(NEXT_DAY, 1000),
} as const;
const { type: _, ...startedData } = start;
const started: SessionEvent = { type: 'auth.session.started.v1', data: startedData };
const refreshed = (generation: number, at = NOON): SessionEvent => ({
  type: 'auth.session.refreshed.v1',
  data: {
    sessionId,
    userId,
    usedHash: `hash ${generation - 1}`,
    refreshHash: `hash ${generation}`,
    expiresAt: NEXT_DAY,
    refreshedAt: at,
  },
});
const ended = (cause: 'logout' | 'reuse' | 'expired'): SessionEvent => ({
  type: 'auth.session.ended.v1',
  data: { sessionId, userId, cause },
});
const refresh = (generation: number, now: string = NOON): RefreshSession => ({
  type: 'refreshSession',
  presented: { generation, hash: `hash ${generation}` },
  successorHash: `hash ${generation + 1}`,
  now,
  expiresAt: NEXT_DAY,
  graceMs: 10_000,
});

describe('a session', () => {
  it('starts once', () => {
    given(sessionDecider).when(start).then(started).and.when(start).refused('UNAUTHENTICATED');
    given(sessionDecider)
      .when({ ...start, clientName: sealed('a browser') })
      .then({ ...started, data: { ...startedData, clientName: sealed('a browser') } });
  });

  it('trades its refresh token for the next one, each once', () => {
    given(sessionDecider)
      .events(started)
      .when(refresh(1))
      .then(refreshed(2))
      .and.when(refresh(2))
      .then(refreshed(3));
  });

  it('never lives beyond its last day', () => {
    const far = { ...refresh(1), expiresAt: addMs(NEXT_DAY, 86_400_000) };
    const last = refreshed(2);
    given(sessionDecider)
      .events(started)
      .when(far)
      .then({ ...last, data: { ...last.data, expiresAt: addMs(NEXT_DAY, 1000) } } as SessionEvent);
  });

  it('answers the token just traded again for a short while, and nothing more happens', () => {
    given(sessionDecider)
      .events(started, refreshed(2))
      .when(refresh(1, addMs(NOON, 9_999)))
      .nothing();
  });

  it('ends when a used token comes after that while', () => {
    given(sessionDecider)
      .events(started, refreshed(2))
      .when(refresh(1, addMs(NOON, 10_000)))
      .then(ended('reuse'));
  });

  it('ends when a used token comes after its successor was used, however soon', () => {
    given(sessionDecider).events(started, refreshed(2), refreshed(3)).when(refresh(1)).then(ended('reuse'));
  });

  it('ends at any repeat where there is no grace', () => {
    given(sessionDecider)
      .events(started, refreshed(2))
      .when({ ...refresh(1), graceMs: 0 })
      .then(ended('reuse'));
  });

  it('is not disturbed by a token that it never gave out', () => {
    const forged = { ...refresh(1), presented: { generation: 1, hash: 'made up' } };
    given(sessionDecider).events(started).when(forged).refused('UNAUTHENTICATED');
    given(sessionDecider).events(started).when(refresh(7)).refused('UNAUTHENTICATED');
  });

  it('is over once it has expired', () => {
    given(sessionDecider).events(started).when(refresh(1, NEXT_DAY)).then(ended('expired'));
    const end = { type: 'endSession', cause: 'expired', ifExpiredBy: NEXT_DAY } as const;
    given(sessionDecider).events(started).when(end).then(ended('expired'));
    given(sessionDecider)
      .events(started)
      .when({ ...end, ifExpiredBy: MORNING })
      .nothing();
  });

  it('ends once, and is no good from then on', () => {
    const end = { type: 'endSession', cause: 'logout' } as const;
    given(sessionDecider).events(started).when(end).then(ended('logout')).and.when(end).nothing();
    given(sessionDecider).events(started, ended('logout')).when(refresh(1)).refused('UNAUTHENTICATED');
    given(sessionDecider).when(refresh(1)).refused('UNAUTHENTICATED');
    given(sessionDecider).when(end).nothing();
  });

  it('is revoked by its owner or an admin, once, and by nobody else', () => {
    const revoke = { type: 'revokeSession', by: idOf('ada'), ownerId: idOf('ada') } as const;
    const revoked = (by: string): SessionEvent => ({
      type: 'auth.session.ended.v1',
      data: { sessionId, userId, cause: 'logout', revokedBy: by },
    });
    given(sessionDecider).when(revoke).refused('NOT_FOUND', 'sessionId');
    const own = { ...revoke, by: userId, ownerId: userId };
    given(sessionDecider).events(started).when(own).then(revoked(userId)).and.when(own).then();
    const another = { ...revoke, by: idOf('eve'), ownerId: idOf('eve') };
    given(sessionDecider).events(started).when(another).refused('NOT_FOUND', 'sessionId');
    given(sessionDecider)
      .events(started)
      .when({ type: 'revokeSession', by: idOf('root') })
      .then(revoked(idOf('root')));
    given(sessionDecider).events(started, ended('logout')).when(another).refused('NOT_FOUND', 'sessionId');
  });
});
