import { describe, it } from '@jest/globals';
import { idFromName } from '@berth/kernel/ids';
import { given } from '@berth/service-host/testing';
import { LATER, NOW, poolId, userId } from '../../testing/fixtures.js';
import { quotaDecider, type QuotaCommand } from './quota.js';

const quotaId = idFromName('quota', 'test');
const aQuota = (change: Partial<Extract<QuotaCommand, { type: 'set' }>> = {}): QuotaCommand => ({
  type: 'set',
  quotaId,
  target: { userId, poolId },
  limits: { gpus: 2 },
  borrow: false,
  now: NOW,
  ...change,
});
const none = given(quotaDecider);
const set = none.when(aQuota()).and;

describe('setting a quota', () => {
  it('is recorded whole, and once', () => {
    none
      .when(aQuota({ reason: 'for the course' }))
      .then({
        type: 'scheduler.quota.set.v1',
        data: {
          quotaId,
          userId,
          poolId,
          limits: { gpus: 2 },
          borrow: false,
          setAt: NOW,
          reason: 'for the course',
        },
      })
      .and.when(aQuota({ now: LATER }))
      .nothing();
  });
  it('replaces the one before, limits that are left out included', () => {
    set.when(aQuota({ limits: { vcpus: 4 } })).thenTypes('scheduler.quota.set.v1');
    set.when(aQuota({ limits: {} })).thenTypes('scheduler.quota.set.v1');
    set.when(aQuota({ limits: { gpus: 0 } })).thenTypes('scheduler.quota.set.v1');
    set.when(aQuota({ borrow: true })).thenTypes('scheduler.quota.set.v1');
  });
});

describe('removing a quota', () => {
  const remove: QuotaCommand = { type: 'remove', quotaId, now: LATER };
  it('says whose it was', () => {
    set
      .when(remove)
      .then({ type: 'scheduler.quota.removed.v1', data: { quotaId, userId, removedAt: LATER } });
  });
  it('is refused where there is none, or none any more', () => {
    none.when(remove).refused('NOT_FOUND', 'quotaId');
    set.when(remove).and.when(remove).refused('NOT_FOUND', 'quotaId');
  });
  it('lets it be set again', () => {
    set.when(remove).and.when(aQuota()).thenTypes('scheduler.quota.set.v1');
  });
});
