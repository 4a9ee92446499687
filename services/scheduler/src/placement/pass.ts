import type { Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import { endOf, mayBegin, type Ask } from './ask.js';
import { Asks } from './asks.js';
import { asWhole, type Candidate, type Candidates, type Quota } from './candidate.js';
import { Capacity } from './capacity.js';
import { OptionsBook } from './options-book.js';
import type { Option, Options } from './options.js';
import { placementOf } from './placement.js';
import type { Placement, Plan, PlanOptions, Waiting } from './planned.js';
import { earliestStart, earliestStartOfGang, type PlannedStart } from './planned-starts.js';
import { strategyOf } from './strategy-of.js';
import { Windows } from './windows.js';

/** Candidates that a pass looks at in vain. */
const MOST_IN_VAIN = 512;
/** Candidates that get a planned start. Who is behind all of them may be passed by. */
const MOST_PLANNED = 64;
const MOST_WAITING = 64;
const MOST_BORROWING = 256;

const NONE_FREE = { all: 0, onOneHost: 0 } as const;
const NOWHERE = { hostIds: [], uuids: [], free: 0, freeOnOneHost: 0 } as const;

/** One pass over a pool's queue. */
export class Pass<C extends Candidate> {
  readonly #capacity: Capacity;
  readonly #windows: Windows;
  readonly #asks: Asks;
  readonly #options: OptionsBook;
  readonly #placements: Placement<C>[] = [];
  readonly #waiting: Waiting<C>[] = [];
  readonly #borrowing: C[] = [];
  readonly #overQuota = new Set<string>();
  #inVain = 0;
  #planned = 0;

  constructor(
    hosts: readonly HostFact[],
    calendar: Calendar,
    private readonly given: PlanOptions,
  ) {
    const { now, policy, ending = new Map<string, number>(), notYet = new Set<string>() } = given;
    this.#capacity = new Capacity(hosts, calendar, { nowMs: Date.parse(now), ending, notYet });
    this.#windows = new Windows(calendar.agenda, now, policy.preemption.graceSeconds);
    this.#asks = new Asks(policy, this.#windows);
    this.#options = new OptionsBook(this.#capacity, strategyOf(given));
  }

  run(candidates: Candidates<C>): Plan<C> {
    let looked = 0;
    const inOrder = candidates[Symbol.iterator]();
    let step = inOrder.next(false);
    while (!step.done && !this.isFull) {
      looked += 1;
      step = inOrder.next(!this.look(step.value));
    }
    for (const candidate of this.#borrowing) {
      if (this.isFull) break;
      if (this.admit(candidate) !== 'reached') this.place(candidate, 'borrowed');
    }
    const complete = !this.isFull;
    return { placements: this.#placements, waiting: this.#waiting, looked, complete };
  }

  private get isFull(): boolean {
    return this.#placements.length >= (this.given.limit ?? Infinity);
  }

  /** Whether those who have to wait are still told of, one by one. */
  private get isTelling(): boolean {
    return this.#waiting.length < MOST_WAITING;
  }

  /** Whether others who ask alike may have their turn in this pass. */
  private look(candidate: C): boolean {
    if (this.#asks.isTold(candidate) || (!this.isTelling && this.#asks.mustWait(candidate))) return false;
    const quota = this.admit(candidate);
    if (quota === 'reached') return this.overQuota(candidate);
    if (quota === 'within') return this.place(candidate, quota);
    if (this.#borrowing.length >= MOST_BORROWING) return false;
    this.#borrowing.push(candidate);
    return true;
  }

  /** It keeps nothing from those behind it. */
  private overQuota(candidate: C): false {
    const { userId, projectId, demand } = candidate;
    const key = `${userId} ${projectId} ${demand.key}`;
    if (!this.#overQuota.has(key)) this.tell({ candidate, why: 'quota', ...NOWHERE });
    this.#overQuota.add(key);
    return false;
  }

  private admit(candidate: C): Quota {
    return this.given.quota?.admit(asWhole(candidate)) ?? 'within';
  }

  private place(candidate: C, quota: Quota): boolean {
    const members = [candidate, ...(candidate.others ?? [])];
    const { nowMs } = this.#capacity;
    const underWay = this.#windows.of(candidate);
    const windows = underWay.filter((window) => mayBegin(this.#asks.of(candidate, window), window, nowMs));
    const mayFit = !this.#asks.mustWait(candidate);
    if (mayFit && windows.some((window) => this.placeAll(members, this.#asks.of(candidate, window), quota)))
      return true;
    if (candidate.reservationId !== undefined) {
      this.wait(candidate, windows.length > 0 ? 'busy' : 'window');
      return false;
    }
    if (mayFit) {
      if (this.#inVain >= MOST_IN_VAIN) return false;
      if (this.placeAll(members, this.#asks.of(candidate), quota)) return true;
      this.#inVain += 1;
    }
    this.wait(candidate, 'busy');
    return false;
  }

  /** All of them or none. */
  private placeAll(members: readonly C[], ask: Ask, quota: Quota): boolean {
    const options = this.#options.of(ask.demand, ask.window !== undefined);
    if (!options || this.#capacity.isExhausted(ask.demand)) return false;
    const { mark } = this.#capacity;
    const chosen: { readonly member: C; readonly option: Option }[] = [];
    for (const member of members) {
      const option = options.best(ask);
      if (!option) {
        this.#capacity.takeBack(mark);
        return false;
      }
      chosen.push({ member, option });
      this.take(option, ask, this.#capacity.nowMs);
    }
    const waitingAhead = this.#waiting.length;
    const gangId = members[0]?.gangId;
    for (const { member, option } of chosen) {
      const terms = { ...this.given, ask, quota, waitingAhead, gangId, gangSize: members.length };
      this.#placements.push(placementOf(member, option, terms));
      this.given.quota?.take(member);
    }
    return true;
  }

  private wait(candidate: C, why: 'busy' | 'window'): void {
    this.#asks.waits(candidate);
    const ask = this.#asks.of(candidate);
    const options = why === 'busy' ? this.#options.of(ask.demand) : undefined;
    if (!options) return this.tell({ candidate, why, ...NOWHERE, ...this.beginningOf(candidate) });
    const { all: free, onOneHost: freeOnOneHost } = this.isTelling ? options.free(ask) : NONE_FREE;
    const start = candidate.reservationId === undefined ? this.keep(candidate, ask, options) : undefined;
    const { places = [], at } = start ?? {};
    this.tell({
      candidate,
      why,
      hostIds: places.map(({ line }) => line.host.hostId),
      uuids: places.flatMap(({ devices }) => devices.map(({ device }) => device.uuid)),
      free,
      freeOnOneHost,
      ...(at === undefined ? {} : { plannedAt: new Date(at).toISOString() }),
    });
  }

  private beginningOf({ reservationId = '' }: C): { readonly plannedAt?: string } {
    const booking = this.#windows.booking(reservationId);
    return booking && booking.from > this.given.now ? { plannedAt: booking.from } : {};
  }

  private tell(waiting: Omit<Waiting<C>, 'waitingAhead'>): void {
    if (this.isTelling) this.#waiting.push({ ...waiting, waitingAhead: this.#waiting.length });
  }

  /** A planned start; or what is free on one host, from now on. */
  private keep(candidate: C, ask: Ask, options: Options): PlannedStart | undefined {
    const capacity = this.#capacity;
    const size = (candidate.others?.length ?? 0) + 1;
    if (this.given.policy.backfill) {
      if (this.#planned >= MOST_PLANNED) return undefined;
      this.#planned += 1;
      const start =
        size === 1
          ? earliestStart(ask, options, capacity)
          : earliestStartOfGang(ask, size, options, capacity);
      for (const place of start?.places ?? []) this.take(place, ask, start?.at ?? capacity.nowMs);
      if (start) return start;
    }
    const nearest = size === 1 ? options.nearest(ask) : undefined;
    if (nearest) capacity.take(nearest.line, nearest.devices, ask.demand, capacity.nowMs, Infinity);
    return undefined;
  }

  private take({ line, devices }: Option, ask: Ask, at: number): void {
    this.#capacity.take(line, devices, ask.demand, at, endOf(ask, at));
  }
}
