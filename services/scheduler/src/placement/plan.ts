import type { Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import {
  type Candidate,
  type Candidates,
  asWhole,
  type Quota,
  type Plan,
  type PlanOptions,
  type Placement,
  type Waiting,
} from './planned.js';
import { Capacity } from './capacity.js';
import { OptionsByDemand, type Option, type Options } from './options.js';
import { endOf, mayBegin, type PlacementRequest } from './placement-request.js';
import { PlacementRequests } from './placement-requests.js';
import { placementOf } from './placement.js';
import { earliestStart, earliestStartOfGang, type PlannedStart } from './planned-starts.js';
import { strategyOf } from './strategy.js';
import { Windows } from './windows.js';

/** Maximum of candidates that a pass considers without placing them. */
const MAX_FAILED_CANDIDATES = 512;
/** Maximum of candidates with a planned start. Those behind all of them may be overtaken. */
const MAX_PLANNED = 64;
const MAX_WAITING = 64;
const MAX_BORROWING = 256;

const NONE_FREE = { all: 0, onOneHost: 0 } as const;
const NOWHERE = { hostIds: [], uuids: [], free: 0, freeOnOneHost: 0 } as const;

/** One pass over a pool's queue. */
class Pass<C extends Candidate> {
  readonly #capacity: Capacity;
  readonly #windows: Windows;
  readonly #requests: PlacementRequests;
  readonly #options: OptionsByDemand;
  readonly #placements: Placement<C>[] = [];
  readonly #waiting: Waiting<C>[] = [];
  readonly #borrowing: C[] = [];
  readonly #overQuota = new Set<string>();
  #failedCandidates = 0;
  #planned = 0;

  constructor(
    hosts: readonly HostFact[],
    calendar: Calendar,
    private readonly given: PlanOptions,
  ) {
    const { now, policy, ending = new Map<string, number>(), notYet = new Set<string>() } = given;
    this.#capacity = new Capacity(hosts, calendar, { nowMs: Date.parse(now), ending, notYet });
    this.#windows = new Windows(calendar.agenda, now, policy.preemption.graceSeconds);
    this.#requests = new PlacementRequests(policy, this.#windows);
    this.#options = new OptionsByDemand(this.#capacity, strategyOf(given));
  }

  run(candidates: Candidates<C>): Plan<C> {
    let considered = 0;
    const inOrder = candidates[Symbol.iterator]();
    let step = inOrder.next(false);
    while (!step.done && !this.#isFull) {
      considered += 1;
      step = inOrder.next(!this.#consider(step.value));
    }
    for (const candidate of this.#borrowing) {
      if (this.#isFull) break;
      if (this.#admit(candidate) !== 'reached') this.#place(candidate, 'borrowed');
    }
    const complete = !this.#isFull;
    return { placements: this.#placements, waiting: this.#waiting, considered, complete };
  }

  get #isFull(): boolean {
    return this.#placements.length >= (this.given.limit ?? Infinity);
  }

  /** Whether waiting candidates are still reported, one by one. */
  get #isReportingWaiting(): boolean {
    return this.#waiting.length < MAX_WAITING;
  }

  /** Whether others with equal requests may be considered in this pass. */
  #consider(candidate: C): boolean {
    if (
      this.#requests.isReported(candidate) ||
      (!this.#isReportingWaiting && this.#requests.mustWait(candidate))
    )
      return false;
    const quota = this.#admit(candidate);
    if (quota === 'reached') return this.#leaveOverQuota(candidate);
    if (quota === 'within') return this.#place(candidate, quota);
    if (this.#borrowing.length >= MAX_BORROWING) return false;
    this.#borrowing.push(candidate);
    return true;
  }

  /** It does not block those behind it. */
  #leaveOverQuota(candidate: C): false {
    const { userId, projectId, demand } = candidate;
    const key = `${userId} ${projectId} ${demand.key}`;
    if (!this.#overQuota.has(key)) this.#reportWaiting({ candidate, why: 'quota', ...NOWHERE });
    this.#overQuota.add(key);
    return false;
  }

  #admit(candidate: C): Quota {
    return this.given.quota?.admit(asWhole(candidate)) ?? 'within';
  }

  #place(candidate: C, quota: Quota): boolean {
    const members = [candidate, ...(candidate.others ?? [])];
    const { nowMs } = this.#capacity;
    const underWay = this.#windows.of(candidate);
    const windows = underWay.filter((window) =>
      mayBegin(this.#requests.of(candidate, window), window, nowMs),
    );
    const mayFit = !this.#requests.mustWait(candidate);
    if (
      mayFit &&
      windows.some((window) => this.#placeAll(members, this.#requests.of(candidate, window), quota))
    )
      return true;
    if (candidate.reservationId !== undefined) {
      this.#wait(candidate, windows.length > 0 ? 'busy' : 'window');
      return false;
    }
    if (mayFit) {
      if (this.#failedCandidates >= MAX_FAILED_CANDIDATES) return false;
      if (this.#placeAll(members, this.#requests.of(candidate), quota)) return true;
      this.#failedCandidates += 1;
    }
    this.#wait(candidate, 'busy');
    return false;
  }

  /** All of them or none. */
  #placeAll(members: readonly C[], request: PlacementRequest, quota: Quota): boolean {
    const options = this.#options.of(request.demand, request.window !== undefined);
    if (!options || this.#capacity.isExhausted(request.demand)) return false;
    const { savepoint } = this.#capacity;
    const chosen: { readonly member: C; readonly option: Option }[] = [];
    for (const member of members) {
      const option = options.best(request);
      if (!option) {
        this.#capacity.rollbackTo(savepoint);
        return false;
      }
      chosen.push({ member, option });
      this.#take(option, request, this.#capacity.nowMs);
    }
    const waitingAhead = this.#waiting.length;
    const gangId = members[0]?.gangId;
    for (const { member, option } of chosen) {
      const terms = { ...this.given, request, quota, waitingAhead, gangId, gangSize: members.length };
      this.#placements.push(placementOf(member, option, terms));
      this.given.quota?.take(member);
    }
    return true;
  }

  #wait(candidate: C, why: 'busy' | 'window'): void {
    this.#requests.markWaiting(candidate);
    const request = this.#requests.of(candidate);
    const options = why === 'busy' ? this.#options.of(request.demand) : undefined;
    if (!options) return this.#reportWaiting({ candidate, why, ...NOWHERE, ...this.#beginningOf(candidate) });
    const { all: free, onOneHost: freeOnOneHost } = this.#isReportingWaiting
      ? options.free(request)
      : NONE_FREE;
    const start =
      candidate.reservationId === undefined ? this.#planStart(candidate, request, options) : undefined;
    const { places = [], at } = start ?? {};
    this.#reportWaiting({
      candidate,
      why,
      hostIds: places.map(({ hostCapacity }) => hostCapacity.host.hostId),
      uuids: places.flatMap(({ devices }) => devices.map(({ device }) => device.uuid)),
      free,
      freeOnOneHost,
      ...(at === undefined ? {} : { plannedAt: new Date(at).toISOString() }),
    });
  }

  #beginningOf({ reservationId = '' }: C): { readonly plannedAt?: string } {
    const reservation = this.#windows.reservation(reservationId);
    return reservation && reservation.from > this.given.now ? { plannedAt: reservation.from } : {};
  }

  #reportWaiting(waiting: Omit<Waiting<C>, 'waitingAhead'>): void {
    if (this.#isReportingWaiting) this.#waiting.push({ ...waiting, waitingAhead: this.#waiting.length });
  }

  /** A planned start; or what is free on one host, from now on. */
  #planStart(candidate: C, request: PlacementRequest, options: Options): PlannedStart | undefined {
    const capacity = this.#capacity;
    const size = (candidate.others?.length ?? 0) + 1;
    if (this.given.policy.backfill) {
      if (this.#planned >= MAX_PLANNED) return undefined;
      this.#planned += 1;
      const start =
        size === 1
          ? earliestStart(request, options, capacity)
          : earliestStartOfGang(request, size, options, capacity);
      for (const place of start?.places ?? []) this.#take(place, request, start?.at ?? capacity.nowMs);
      if (start) return start;
    }
    const nearest = size === 1 ? options.nearest(request) : undefined;
    if (nearest)
      capacity.take(nearest.hostCapacity, nearest.devices, request.demand, capacity.nowMs, Infinity);
    return undefined;
  }

  #take({ hostCapacity, devices }: Option, request: PlacementRequest, at: number): void {
    this.#capacity.take(hostCapacity, devices, request.demand, at, endOf(request, at));
  }
}

/**
 * Places candidates in their order. One that must wait gets a planned start, which those behind it may not delay;
 * where the pool's policy has no backfill, or the end of what blocks it is unknown, it keeps what is free on the
 * host nearest to having enough for it. So small jobs never starve a big one, and others may overtake it. Pure; the
 * calendar is not changed.
 */
export const plan = <C extends Candidate>(
  candidates: Candidates<C>,
  hosts: readonly HostFact[],
  calendar: Calendar,
  options: PlanOptions,
): Plan<C> => new Pass<C>(hosts, calendar, options).run(candidates);
