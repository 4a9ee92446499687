import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import { id, instant, nameOrId, reason } from '../fields.js';

export const queueOrders = ['strict', 'fairShare'] as const;
export const placementStrategies = ['spread', 'pack', 'leastFragmentation'] as const;
export const preemptionModes = ['none', 'lowerClass'] as const;
export const overstayPolicies = ['jobs', 'jobsAndProcesses'] as const;

const minutes = (most: number) => z.number().min(0).max(most);

/**
 * The scheduling policy of a pool. Times in minutes unless their name says otherwise. Whatever is not declared is as in
 * `DEFAULT_POLICY`, so that every pool has a whole policy at any time.
 */
export const poolPolicy = z.object({
  /** `strict`: class, priority, time. `fairShare`: class, then waiting time, to which priority and share add minutes. */
  order: z.enum(queueOrders),
  fairShare: z.object({
    /** After so long, past usage counts half (Slurm's default: 7 days). */
    halfLifeHours: z.number().positive().max(8784),
    /** The waiting time that one point of priority equals. */
    pointMinutes: minutes(10_000),
    /** What an unused share is worth in waiting time; one used to the full is worth half of it. */
    shareMinutes: minutes(100_000),
    /** Share of a project, and of a user within each project; 1 where not named. */
    projectShares: z.record(id, z.number().positive().max(10_000)),
    userShares: z.record(id, z.number().positive().max(10_000)),
  }),
  /** A job may start early if that delays no planned start. Off: what waits keeps what is free on its host. */
  backfill: z.boolean(),
  placement: z.enum(placementStrategies),
  preemption: z.object({
    /** `lowerClass`: jobs of a better class may end those of a worse one. */
    mode: z.enum(preemptionModes),
    /** No run is ended by preemption before it has run so long. */
    minimumRunMinutes: minutes(10_080),
    /** Between the warning signal and the end. */
    graceSeconds: z.number().int().min(1).max(3600),
  }),
  reservations: z.object({
    enabled: z.boolean(),
    /** Maximum length of a reservation, multiplied by the multiplier of the holder's grant. */
    maxHours: z.number().positive().max(8784),
    /** The reservation horizon: how far in the future a reservation may begin. */
    horizonDays: z.number().positive().max(366),
    /** Reservations that one user may have ahead or under way in the pool. */
    maxPerUser: z.number().int().min(1).max(10_000),
    /** A window that no one has used for so long from its start is released. 0: never. */
    noShowMinutes: minutes(1440),
    /** Before its end, its holder is warned. */
    warnMinutes: minutes(1440),
    /** For how long devices are held for the waiting-list entry to which they are offered. */
    offerMinutes: z.number().min(1).max(1440),
    /**
     * What of a holder's is ended once the reservation is over and another user needs its devices.
     * `jobsAndProcesses`: also processes that accounts mapped to the holder run there. Absent where it was declared
     * before there was a choice: jobs.
     */
    endOverstay: z.enum(overstayPolicies).optional(),
  }),
});
export type PoolPolicy = z.output<typeof poolPolicy>;

export const DEFAULT_POLICY: PoolPolicy = {
  order: 'strict',
  fairShare: {
    halfLifeHours: 168,
    pointMinutes: 60,
    shareMinutes: 1440,
    projectShares: {},
    userShares: {},
  },
  backfill: true,
  placement: 'spread',
  preemption: { mode: 'none', minimumRunMinutes: 10, graceSeconds: 30 },
  reservations: {
    enabled: true,
    maxHours: 48,
    horizonDays: 90,
    maxPerUser: 100,
    noShowMinutes: 30,
    warnMinutes: 15,
    offerMinutes: 15,
    endOverstay: 'jobs',
  },
};

export const policyEvents = {
  set: defineEvent(
    'scheduler.policy.set.v1',
    'The complete policy of a pool from now on.',
    z.object({ poolId: id, policy: poolPolicy, setAt: instant, reason: z.string().optional() }),
  ),
};
export type PolicyEvent = EventOf<typeof policyEvents>;

export type PolicyView = {
  readonly poolId: string;
  readonly policy: PoolPolicy;
  /** Absent where it was never declared. */
  readonly setAt?: string;
};

const strictPart = <S extends z.ZodRawShape>(part: z.ZodObject<S>) => part.partial().strict().optional();

/** What is left out stays as it is. */
export const setPolicy = defineCommand<PolicyView>('setPolicies')(
  'scheduler',
  'policy',
  'set',
  z.strictObject({
    /** Id or name. */
    pool: nameOrId,
    ...poolPolicy.pick({ order: true, backfill: true, placement: true }).partial().shape,
    fairShare: strictPart(poolPolicy.shape.fairShare),
    preemption: strictPart(poolPolicy.shape.preemption),
    reservations: strictPart(poolPolicy.shape.reservations),
    reason: reason.optional(),
  }),
);

export const policyQuery = defineQuery<PolicyView>('read')(
  'scheduler',
  'policy',
  z.strictObject({ pool: nameOrId }),
);
