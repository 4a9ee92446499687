import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import { id, instant, reason } from '../fields.js';

/** Events of stream `quarantine:<hostId>`. `asOf`: position of the run's end that it follows from. */
export const quarantineEvents = {
  startFailed: defineEvent(
    'scheduler.quarantine.startFailed.v1',
    'The command of a run never started there. fault: of the host, or unclear, for example a missing program; if the command starts elsewhere, the host was at fault.',
    z.object({
      hostId: id,
      jobId: id,
      userId: id,
      run: z.number().int().min(1),
      fault: z.enum(['host', 'unclear']),
      message: z.string().optional(),
      failedAt: instant,
      asOf: z.string(),
    }),
  ),
  begun: defineEvent(
    'scheduler.quarantine.begun.v1',
    'Too many consecutive starts failed there: it takes no jobs until an instant, and then one at a time.',
    z.object({
      hostId: id,
      jobs: z.number().int().min(1),
      /** How often in a row; each lasts twice as long as the one before. */
      times: z.number().int().min(1),
      since: instant,
      until: instant,
    }),
  ),
  cleared: defineEvent(
    'scheduler.quarantine.cleared.v1',
    'A start succeeded there, or staff lifted the quarantine; it takes work as before.',
    z.object({
      hostId: id,
      cause: z.enum(['goodStart', 'staff']),
      jobId: id.optional(),
      run: z.number().int().min(1).optional(),
      reason: z.string().optional(),
      clearedAt: instant,
      asOf: z.string().optional(),
    }),
  ),
};
export type QuarantineEvent = EventOf<typeof quarantineEvents>;

export type QuarantineView = {
  readonly hostId: string;
  readonly since: string;
  /** Until then it takes no work; from then on one job at a time, until one has started successfully. */
  readonly until: string;
  readonly message: string;
};

/** Where a host is not quarantined, nothing changes. */
export const liftQuarantine = defineCommand('liftQuarantines')(
  'scheduler',
  'quarantine',
  'lift',
  z.strictObject({ hostId: id, reason: reason.optional() }),
);

/** Of those asked for that are quarantined. */
export const quarantinesQuery = defineQuery<readonly QuarantineView[]>('read')(
  'scheduler',
  'quarantines',
  z.strictObject({ ids: z.array(id).max(500) }),
);
