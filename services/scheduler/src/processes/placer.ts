import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { Clock } from '@berth/kernel/clock';
import { idFromName, newId, uuidFromName } from '@berth/kernel/ids';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import type { Calendar } from '../calendar/calendar.js';
import type { CalendarCommand, WantedLease } from '../calendar/calendar.decider.js';
import { entitlementOf } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import { plan, type Candidate, type Placement } from '../placement/plan.js';
import type { Board, QueuedJob } from '../queue/board.js';
import type { HostRoster } from './host-roster.js';

interface QueuedCandidate extends Candidate {
  readonly job: QueuedJob;
}

/** Leases made by one append; more are left to the next pass, so that none holds up the event loop for long. */
const MOST_A_PASS = 256;

export const calendarStream = (poolId: string): string => `calendar:${poolId}`;

/**
 * Gives queued jobs their devices, a pool at a time. A pass plans on what is known in memory and appends the leases to
 * the pool's calendar, which refuses what does not hold: another scheduler, or a stale view, does no harm.
 */
export class Placer {
  readonly #due = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(
    private readonly board: Board,
    private readonly facts: Facts,
    private readonly roster: HostRoster,
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Something changed in the pool that may let a job start. Cheap; passes are gathered. */
  request(poolId: string): void {
    this.#due.add(poolId);
    this.#running ??= new Promise((resolve) => setImmediate(() => resolve(this.drain())));
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  private async drain(): Promise<void> {
    for (const poolId of this.#due) {
      this.#due.delete(poolId);
      try {
        await this.pass(poolId);
      } catch (error) {
        this.log.error({ err: error, poolId }, 'a placement pass failed; the next sweep tries again');
      }
    }
    this.#running = undefined;
  }

  private async pass(poolId: string): Promise<void> {
    const { state: calendar } = await this.calendars.load(calendarStream(poolId));
    const hosts = this.facts.hostsOf(poolId).filter(this.roster.offered);
    if (hosts.length === 0) return;
    const now = this.clock.now();
    const placements = plan(this.candidates(poolId, calendar, now), hosts, calendar, MOST_A_PASS);
    if (placements.length === 0) return;
    const command = { kind: 'lease', poolId, wanted: placements.map(toLease), now } as const;
    await this.calendars.execute(calendarStream(poolId), command, this.meta(now));
    if (placements.length >= MOST_A_PASS) this.#due.add(poolId);
  }

  private *candidates(poolId: string, calendar: Calendar, now: string): Generator<QueuedCandidate> {
    for (const job of this.board.queue(poolId)) {
      if (calendar.leaseOfJob.has(job.jobId)) continue;
      if (job.notBefore !== null && job.notBefore > now) continue;
      const { userId, projectId } = job;
      const entitlement = entitlementOf(this.facts, { userId, projectId, staff: false }, poolId);
      yield { jobId: job.jobId, job, demand: this.board.demandOf(job, entitlement?.devices) };
    }
  }

  private meta(now: string): CommandMeta {
    const commandId = uuidFromName('process', 'placer', newId());
    const actor = { kind: 'system', id: 'scheduler' } as const;
    return {
      commandId,
      command: 'scheduler.calendar.lease.v1',
      inputHash: '',
      actor,
      now,
      correlationId: commandId,
      causationId: commandId,
    };
  }
}

function toLease({
  candidate: { job, demand },
  host,
  devices,
  limits,
}: Placement<QueuedCandidate>): WantedLease {
  const { jobId, projectId, userId, nextRun: run } = job;
  return {
    leaseId: idFromName('lease', jobId, String(run)),
    jobId,
    projectId,
    userId,
    run,
    hostId: host.hostId,
    devices,
    class: demand.class,
    limits,
    ...(demand.vcpus > 0 ? { vcpus: demand.vcpus } : {}),
    ...(demand.ramMiB > 0 ? { ramMiB: demand.ramMiB } : {}),
  };
}
