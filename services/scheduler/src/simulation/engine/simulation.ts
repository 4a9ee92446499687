import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { emptyCalendar, evolveCalendar } from '../../calendar/calendar.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import { demandOf } from '../../placement/demand.js';
import type { SimulatedJob } from '../workload/workload.js';
import { MARGIN_MS } from '../../placement/placement-request.js';
import { Arrivals, durationMs, newRecord, timesOut, type JobRecord, Timeline } from './timeline.js';
import { gpusOf, SIMULATED_POOL, quotasForAll, RunningByClass } from './cluster.js';
import { preemptionsNeeded, isFreeNow, passNow, type PassSetting, type SimulatedPass } from './pass.js';
import { Meter, SimulatedShares } from './simulated-shares.js';
import { refusalOf, type SimulationOptions, type SimulationOutcome } from './simulation.options.js';
import { SimulatedQueue, specOf } from './simulated-queue.js';

type LeasedData = Extract<CalendarEvent, { type: 'scheduler.calendar.devicesLeased.v1' }>['data'];

/** `end`: by itself or its time limit; `preempted`: for others; `yields`: from now on others may end it. */
type Due = {
  readonly kind: 'end' | 'preempted' | 'yields';
  readonly record: JobRecord;
  readonly run: number;
};

/**
 * The scheduler in virtual time. It has the real calendar, queue index and plan; what a simulation adds is only when
 * jobs come, and when their runs end. A pass is made where something has changed since the last: time alone frees
 * nothing.
 */
export class Simulation {
  readonly #queue = new SimulatedQueue();
  readonly #timeline = new Timeline<Due>();
  readonly #records: JobRecord[] = [];
  readonly #byId = new Map<string, JobRecord>();
  readonly #startsAtMs: number;
  readonly #arrivals: Arrivals;
  readonly #ending = new Map<string, number>();
  readonly #meter: Meter;
  readonly #setting: PassSetting;
  readonly #running: RunningByClass;
  #calendar = emptyCalendar;
  #nowMs = 0;
  #passes = 0;
  #longestQueue = 0;

  constructor(private readonly options: SimulationOptions) {
    this.#startsAtMs = Date.parse(options.workload.startsAt);
    const { hosts, policy, quotas } = options;
    this.#running = new RunningByClass(policy);
    this.#meter = new Meter(gpusOf(hosts));
    this.#arrivals = new Arrivals(options.workload.jobs);
    this.#setting = {
      queue: this.#queue,
      hosts,
      policy,
      quotas: quotasForAll(quotas),
      shares: new SimulatedShares(policy),
      ending: this.#ending,
    };
  }

  run(): SimulationOutcome {
    let allocatedWhileSubmittingMs = 0;
    for (;;) {
      const atMs = Math.min(this.#arrivals.nextMs, this.#timeline.nextMs);
      if (atMs === Infinity || atMs > this.options.untilMs) break;
      this.#nowMs = atMs;
      let changed = false;
      for (let due = this.#timeline.take(atMs); due; due = this.#timeline.take(atMs))
        changed = this.#happen(due) || changed;
      for (let job = this.#arrivals.take(atMs); job; job = this.#arrivals.take(atMs)) {
        changed = this.#submit(job) || changed;
        allocatedWhileSubmittingMs = this.#meter.until(atMs);
      }
      if (changed) this.#pass();
    }
    const { untilMs } = this.options;
    const endedMs = untilMs === Infinity ? this.#nowMs : untilMs;
    return {
      records: this.#records,
      passes: this.#passes,
      longestQueue: this.#longestQueue,
      endedMs,
      allocatedMs: this.#meter.until(endedMs),
      allocatedWhileSubmittingMs,
    };
  }

  /**
   * Whether that may let something start. It does not where nothing is free and nothing is preempted: all others
   * still wait for what they waited for before.
   */
  #submit(job: SimulatedJob): boolean {
    const record = newRecord(job);
    this.#records.push(record);
    const demand = demandOf(specOf(job), undefined);
    const refused = refusalOf(job, demand, this.options);
    if (refused) {
      record.state = 'refused';
      record.refusedFor = refused;
      return false;
    }
    this.#byId.set(job.id, record);
    this.#queue.add(record, this.#now());
    this.#longestQueue = Math.max(this.#longestQueue, this.#queue.size);
    return this.#running.anyWorseThan(job) || isFreeNow(demand, this.options.hosts, this.#calendar);
  }

  #happen({ record, run, kind }: Due): boolean {
    if (record.state !== 'running' || record.runs !== run) return false;
    if (kind === 'yields') return true;
    const { job, startedMs = this.#nowMs } = record;
    this.#ending.delete(record.leaseId);
    this.#running.change(job, -1);
    const epochMs = this.#startsAtMs;
    const who = { projectId: job.project, userId: job.user };
    this.#setting.shares.used(who, job.gpus, epochMs + startedMs, epochMs + this.#nowMs);
    this.#meter.change(this.#nowMs, -job.gpus);
    this.#decide({
      type: 'release',
      poolId: SIMULATED_POOL,
      leaseId: record.leaseId,
      cause: 'runEnded',
      endedAt: this.#now(),
    });
    if (kind === 'preempted') {
      record.preemptions += 1;
      record.lostMs += this.#nowMs - startedMs;
      record.state = 'queued';
      this.#queue.add(record, this.#now());
      return true;
    }
    record.endedMs = this.#nowMs;
    record.state = timesOut(job) ? 'timedOut' : 'finished';
    this.#queue.ended(record);
    return true;
  }

  #pass(): void {
    if (this.#queue.size === 0) return;
    this.#passes += 1;
    const now = this.#now();
    const pass = passNow(this.#setting, this.#calendar, now);
    this.options.followPasses?.(pass, this.#nowMs);
    const { wanted } = pass;
    if (wanted.length > 0) {
      for (const event of this.#decide({ type: 'lease', poolId: SIMULATED_POOL, wanted, now }))
        if (event.type === 'scheduler.calendar.devicesLeased.v1') this.#start(event.data);
    }
    if (pass.waiting.length > 0) this.#preemptForWaiting(pass, now);
  }

  #preemptForWaiting(pass: SimulatedPass, now: string): void {
    const graceMs = this.options.policy.preemption.graceSeconds * 1000;
    const recordOf = (jobId: string) => this.#byId.get(jobId);
    const stopping = new Set(this.#ending.keys());
    for (const { lease } of preemptionsNeeded(this.#setting, pass, {
      calendar: this.#calendar,
      now,
      stopping,
      recordOf,
    })) {
      const record = recordOf(lease.jobId);
      if (!record) continue;
      this.#ending.set(lease.leaseId, Date.parse(now) + graceMs + MARGIN_MS);
      this.#timeline.set(this.#nowMs + graceMs, { kind: 'preempted', record, run: record.runs });
    }
  }

  #start({ jobId, leaseId, decision, yieldsFrom }: LeasedData): void {
    const record = this.#byId.get(jobId);
    if (!record) throw new Error(`${jobId} was leased devices without having been submitted`);
    record.state = 'running';
    record.leaseId = leaseId;
    record.runs += 1;
    record.startedMs = this.#nowMs;
    record.firstStartMs ??= this.#nowMs;
    record.backfilled ||= decision?.rule === 'backfill';
    this.#queue.started(record);
    this.#running.change(record.job, 1);
    this.#meter.change(this.#nowMs, record.job.gpus);
    if (yieldsFrom !== undefined) {
      const yieldsMs = Date.parse(yieldsFrom) - this.#startsAtMs;
      this.#timeline.set(yieldsMs, { kind: 'yields', record, run: record.runs });
    }
    this.#timeline.set(this.#nowMs + durationMs(record.job), { kind: 'end', record, run: record.runs });
  }

  #decide(command: CalendarCommand): readonly CalendarEvent[] {
    const decided = calendarDecider.decide(command, this.#calendar);
    if (!decided.ok) throw new Error('the calendar refused what it never refuses');
    this.#calendar = decided.value.reduce(evolveCalendar, this.#calendar);
    this.options.follow?.(decided.value, this.#nowMs);
    return decided.value;
  }

  #now(): string {
    return new Date(this.#startsAtMs + this.#nowMs).toISOString();
  }
}
