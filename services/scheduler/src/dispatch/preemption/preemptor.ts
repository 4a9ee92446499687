import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar, Lease } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { JobCommand, Job } from '../../jobs/job/job.js';
import { MARGIN_MS } from '../../placement/placement-request.js';
import { asWhole, type Candidate, type Waiting } from '../../placement/planned.js';
import type { Policies } from '../../queue/policy/policies.js';
import type { Planned } from '../placer.js';
import { systemCommand } from '@berth/service-host/command-meta';
import type { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';
import type { QuotaGates } from '../../queue/quota/pass-quotas.js';
import { calendarStream, jobStream } from '../../streams.js';
import { preemptionsFor, type Preemption } from '../../placement/preemption/preemptions.js';
import { preemptionsForWindows } from '../../placement/preemption/windows-ahead.js';

export interface PreemptorParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly queueIndex: JobQueueIndex;
  readonly facts: Facts;
  readonly policies: Pick<Policies, 'of'>;
  readonly quotas: Pick<QuotaGates, 'of'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Maximum of runs preempted by one pass; the rest is left to the next. */
const MAX_PER_PASS = 32;

/** Preempts runs: for waiting candidates that are entitled to it, and for windows that begin. */
export class Preemptor {
  /** Leases whose preemption was requested; the view shows it a little later. */
  readonly #asked = new Set<string>();
  readonly #inProgress = new Set<string>();

  constructor(private readonly parts: PreemptorParts) {}

  /**
   * After a pass: for the candidates that it could not place, in their order. The passes of one pool are handled one
   * after the other.
   */
  readonly planned = ({ poolId, plan, hosts }: Planned): void => {
    if (this.#inProgress.has(poolId)) return;
    this.#inProgress.add(poolId);
    void this.#preemptForWaiting(poolId, plan.waiting, hosts)
      .catch((error: unknown) => {
        this.parts.log.error({ err: error, poolId }, 'preemption failed; the next pass retries');
      })
      .finally(() => this.#inProgress.delete(poolId));
  };

  async #preemptForWaiting(
    poolId: string,
    waiting: readonly Waiting<Candidate>[],
    hosts: readonly HostFact[],
  ): Promise<void> {
    const { calendars, clock, policies, quotas } = this.parts;
    const now = clock.now();
    const policy = policies.of(poolId);
    const soon = Date.parse(now) + policy.preemption.graceSeconds * 1000 + MARGIN_MS;
    const busy = waiting.filter(
      ({ why, plannedAt }) => why === 'busy' && (plannedAt === undefined || Date.parse(plannedAt) > soon),
    );
    if (busy.length === 0) return;
    const { state: calendar } = await calendars.load(calendarStream(poolId));
    const gate = await quotas.of(poolId, calendar);
    const entitled = busy
      .map(({ candidate }) => candidate)
      .filter((each) => gate.admit(asWhole(each)) === 'within');
    const { agenda } = calendar;
    const pool = { calendar, hosts, agenda, policy, now, stopping: this.#stopping(calendar) };
    const asked = preemptionsFor(entitled, { ...pool, jobOf: this.#jobOf }, MAX_PER_PASS);
    await this.#ask(asked, policy.preemption.graceSeconds, now);
  }

  /** For reservations, offers and maintenance that begin. */
  async clearWindows(poolId: string): Promise<void> {
    const { calendars, clock, policies } = this.parts;
    const { state: calendar } = await calendars.load(calendarStream(poolId), { fresh: true });
    const { agenda } = calendar;
    if (agenda.claimsOn.size === 0) return;
    const now = clock.now();
    const policy = policies.of(poolId);
    const leaving = preemptionsForWindows(calendar, this.#stopping(calendar), { agenda, policy, now });
    await this.#ask(leaving, policy.preemption.graceSeconds, now);
  }

  /** Leases that are being ended for others, and when they are over at the latest, in ms since the epoch. */
  readonly endings = (poolId: string): ReadonlyMap<string, number> => {
    const endings = new Map<string, number>();
    for (const { scheduling } of this.parts.queueIndex.allHeld) {
      const { preemption, leaseId } = scheduling.runs.at(-1) ?? {};
      if (!preemption || leaseId === undefined || scheduling.poolId !== poolId) continue;
      const graceMs = preemption.graceSeconds * 1000;
      endings.set(leaseId, Date.parse(preemption.requestedAt) + graceMs + MARGIN_MS);
    }
    return endings;
  };

  /** Runs that are being ended for a job or its gang, and when they are over at the latest. */
  readonly ongoingPreemption = (
    jobId: string,
  ): { readonly runs: number; readonly until: string } | undefined => {
    const { queueIndex } = this.parts;
    const gangOf = (id: string) => queueIndex.queued(id)?.scheduling.spec.gang?.gangId ?? id;
    const whole = gangOf(jobId);
    const endings: number[] = [];
    for (const { scheduling } of queueIndex.allHeld) {
      const preemption = scheduling.runs.at(-1)?.preemption;
      if (preemption?.forJobId !== undefined && gangOf(preemption.forJobId) === whole)
        endings.push(Date.parse(preemption.requestedAt) + preemption.graceSeconds * 1000 + MARGIN_MS);
    }
    if (endings.length === 0) return undefined;
    return { runs: endings.length, until: new Date(Math.max(...endings)).toISOString() };
  };

  async #ask(preemptions: readonly Preemption[], graceSeconds: number, now: string): Promise<void> {
    const { jobs, log } = this.parts;
    for (const { lease, ...request } of preemptions) {
      const command = { type: 'preempt', run: lease.run, graceSeconds, now, ...request } as const;
      const meta = systemCommand('preemptor', 'scheduler.job.preempt.v1', now);
      const asked = await jobs.execute(jobStream(lease.jobId), command, meta);
      // Refused where the run has ended meanwhile, which is as good.
      if (!asked.ok) continue;
      this.#asked.add(lease.leaseId);
      log.info({ jobId: lease.jobId, run: lease.run, ...request }, 'preemption of a run was requested');
    }
  }

  #stopping(calendar: Calendar): ReadonlySet<string> {
    for (const leaseId of this.#asked) if (!this.#isHeld(leaseId, calendar)) this.#asked.delete(leaseId);
    const stopping = new Set(this.#asked);
    for (const lease of calendar.leases.values()) if (this.#isEnding(lease)) stopping.add(lease.leaseId);
    return stopping;
  }

  /** In this pool, or in another one: then the request is retained. */
  #isHeld(leaseId: string, calendar: Calendar): boolean {
    if (calendar.leases.has(leaseId)) return true;
    for (const { scheduling } of this.parts.queueIndex.allHeld)
      if (scheduling.runs.at(-1)?.leaseId === leaseId) return true;
    return false;
  }

  #isEnding({ jobId, run }: Lease): boolean {
    const held = this.parts.queueIndex.held(jobId);
    if (!held || held.run !== run) return false;
    const last = held.scheduling.runs.at(-1);
    return held.scheduling.cancelRequested || last?.preemption !== undefined;
  }

  readonly #jobOf = (jobId: string) => {
    const document = this.parts.queueIndex.held(jobId)?.scheduling;
    if (!document) return undefined;
    return { grantPriority: document.grantPriority, preemptible: document.spec.preemptible ?? false };
  };
}
