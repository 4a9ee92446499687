import type { SlotLimits } from '@berth/contracts/inventory/events';
import { jobClasses, type JobClass } from '@berth/contracts/scheduler/events';
import { isHolder } from '../calendar/agenda.js';
import { blocks, endOf, type PlacementRequest, type TimedClaim } from './placement-request.js';
import { Skyline } from './skyline.js';

/** Slots that are taken for a time, in ms since the epoch. */
export interface Hold {
  readonly from: number;
  readonly until: number;
  readonly class: JobClass;
  readonly slots: number;
}

/** The parts of a pass that a place is built from. */
export interface PlaceSource {
  readonly limits: SlotLimits;
  readonly claims: readonly TimedClaim[];
  /** Leases on it when the pass began: the number by class, and lazily, with their ends. */
  readonly taken: { readonly [jobClass in JobClass]: number };
  readonly leases: () => readonly Hold[];
}

/** A device, or the CPU of a host, during one pass: what is taken of it now and later. */
export class Place {
  readonly taken: { training: number; inference: number };
  /** Allocations of the pass; leases are read only when later instants matter. */
  readonly #given: Hold[] = [];
  #leases: readonly Hold[] | undefined;
  #later = 0;
  #ends: { [jobClass in JobClass]?: readonly Hold[] } | undefined;
  #skylines: { [jobClass in JobClass]?: Skyline } | undefined;

  constructor(private readonly source: PlaceSource) {
    this.taken = { ...source.taken };
  }

  /** Whether what is free now may not stay free for as long as it is needed. */
  get isTimed(): boolean {
    return this.#later > 0 || this.source.claims.length > 0;
  }

  /** Whether any claim on it may belong to the requester. */
  isOf(request: PlacementRequest): boolean {
    return this.source.claims.some(({ claim }) => isHolder(claim, request));
  }

  free(jobClass: JobClass): number {
    return this.source.limits[jobClass] - this.taken[jobClass];
  }

  /** Which part of it is free, where a run takes its class's limit's part of it. */
  get freeShare(): number {
    const { limits } = this.source;
    let taken = 0;
    for (const jobClass of jobClasses)
      if (limits[jobClass] > 0) taken += this.taken[jobClass] / limits[jobClass];
    return 1 - taken;
  }

  isFree(request: PlacementRequest, now: number): boolean {
    const { class: jobClass, slots } = request.demand;
    if (this.free(jobClass) < slots) return false;
    return !this.isTimed || this.earliest(request, now) === now;
  }

  /** The first instant, not before `from`, at which it could start without a conflict; Infinity for never. */
  earliest(request: PlacementRequest, from: number): number {
    if (!this.isTimed) return Math.max(from, this.#freeFrom(request));
    for (let start = from; start < Infinity;) {
      const next = this.#blockedUntil(request, start);
      if (next === undefined) return start;
      start = next;
    }
    return Infinity;
  }

  take(hold: Hold, now: number): void {
    this.#forget();
    this.#given.push(hold);
    if (hold.from > now) this.#later += 1;
    else this.taken[hold.class] += hold.slots;
  }

  /** Undoes the last allocation. */
  undoLast(now: number): void {
    this.#forget();
    const hold = this.#given.pop();
    if (!hold) return;
    if (hold.from > now) this.#later -= 1;
    else this.taken[hold.class] -= hold.slots;
  }

  #forget(): void {
    this.#ends = undefined;
    this.#skylines = undefined;
  }

  /** Where only present allocations block: once enough of them are over. */
  #freeFrom({ demand: { class: jobClass, slots } }: PlacementRequest): number {
    if (slots > this.source.limits[jobClass]) return Infinity;
    let over = slots - this.free(jobClass);
    if (over <= 0) return -Infinity;
    this.#ends ??= {};
    const ends = (this.#ends[jobClass] ??= this.#holds(jobClass).sort((a, b) => a.until - b.until));
    for (const { until, slots: held } of ends) {
      over -= held;
      if (over <= 0) return until;
    }
    return Infinity;
  }

  #holds(jobClass: JobClass): Hold[] {
    this.#leases ??= this.source.leases();
    return [...this.#leases, ...this.#given].filter((hold) => hold.class === jobClass);
  }

  /** The next instant to try, where it is not free from then on; always later than `start`. */
  #blockedUntil(request: PlacementRequest, start: number): number | undefined {
    for (const claim of this.source.claims) if (blocks(claim, request, start)) return claim.until;
    const { class: jobClass, slots } = request.demand;
    const most = this.source.limits[jobClass] - slots;
    if (most < 0) return Infinity;
    this.#skylines ??= {};
    const skyline = (this.#skylines[jobClass] ??= new Skyline(this.#holds(jobClass)));
    return skyline.crowdedUntil(start, endOf(request, start), most);
  }
}
