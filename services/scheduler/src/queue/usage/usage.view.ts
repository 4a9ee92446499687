import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Projection } from '@berth/read-models';
import { faded, MS_PER_HOUR, usedOver } from './decay.js';

type Released = Extract<CalendarEvent, { type: 'scheduler.calendar.leaseReleased.v1' }>['data'];

/** What leases that are over still count for, at an instant: of a project in a pool, or of one of its users. */
export type UsageDocument = {
  readonly poolId: string;
  readonly projectId: string;
  /** Null: of the whole project. */
  readonly userId: string | null;
  /** Device-seconds. */
  readonly seconds: number;
  readonly at: string;
};

/**
 * One document for each project of a pool, and for each of its users, however much they have used. How fast use fades is
 * in each event, as the pool's policy had it then.
 */
export const usageView: Projection<UsageDocument> = {
  name: 'usage',
  version: 1,
  collection: { name: 'usage', indexes: [] },
  keys(event) {
    if (event.type !== 'scheduler.calendar.leaseReleased.v1') return [];
    const { poolId, projectId, userId, gpus, halfLifeHours } = event.data as unknown as Released;
    if (gpus === undefined || gpus === 0 || halfLifeHours === undefined) return [];
    return [`${poolId} ${projectId}`, `${poolId} ${projectId} ${userId}`];
  },
  evolve(before, event, key) {
    const { poolId, projectId, ...lease } = event.data as unknown as Released;
    const { gpus = 0, leasedAt = lease.endedAt, endedAt, heldMs, halfLifeHours = 1 } = lease;
    const halfLifeMs = halfLifeHours * MS_PER_HOUR;
    const at = before && before.at > endedAt ? before.at : endedAt;
    const atMs = Date.parse(at);
    const toMs = Date.parse(endedAt);
    const interval = { fromMs: heldMs === undefined ? Date.parse(leasedAt) : toMs - heldMs, toMs };
    const past = before ? faded(before.seconds, Date.parse(before.at), atMs, halfLifeMs) : 0;
    return {
      poolId,
      projectId,
      userId: key.split(' ')[2] ?? null,
      seconds: past + usedOver(gpus, interval, atMs, halfLifeMs),
      at,
    };
  },
};
