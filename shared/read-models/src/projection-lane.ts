import { setImmediate } from 'node:timers/promises';
import { START, type Position, type RecordedEvent, type SubscriptionItem } from '@berth/event-store';
import type { EventSource } from './projection.js';
import type { ProjectedBatch, RunningProjection } from './running-projection.js';

/** What a lane needs of its runner. */
export interface LaneContext {
  readonly source: EventSource;
  readonly maxBatch: number;
  /** Events between two checkpoints: as many are read again, and skipped, after a crash. */
  readonly checkpointEvery: number;
  readonly signal: AbortSignal;
  publish(batch: ProjectedBatch): void;
  backOff(attempt: number): Promise<void>;
  /** The read models refused this projection's writes; it goes on in a lane of its own. */
  isolate(member: RunningProjection, error: unknown): void;
  halted(member: RunningProjection): void;
  /** A live lane at or before `position` that can take over others' members. */
  laneToJoin(lane: ProjectionLane): ProjectionLane | undefined;
}

/**
 * One subscription that feeds projections at about the same position. Lanes that have caught up merge, so that in
 * the long run each event is read once, yet a rebuild or a retry delays no other projection.
 */
export class ProjectionLane {
  readonly members: Set<RunningProjection>;
  /** Everything up to here has been handed to the members; set before they fold it. */
  dispatched: Position;
  live = false;
  #sinceCheckpoint = 0;

  constructor(
    private readonly host: LaneContext,
    members: readonly RunningProjection[],
  ) {
    this.members = new Set(members);
    this.dispatched = members.map((member) => member.reached).reduce((a, b) => (a < b ? a : b));
  }

  /** Until the signal aborts, or no member is left. A failing source is tried again. */
  async run(firstAttempt = 0): Promise<void> {
    for (let attempt = firstAttempt; !this.host.signal.aborted && this.members.size > 0; attempt += 1) {
      if (attempt > 0) await this.host.backOff(attempt);
      try {
        const after = this.dispatched === START ? undefined : this.dispatched;
        for await (const item of this.host.source.subscribe({ after, signal: this.host.signal })) {
          attempt = 0;
          await this.#handle(item);
          if (this.members.size === 0 || this.host.signal.aborted) break;
        }
      } catch (error) {
        for (const member of this.members) member.retrying(error);
      }
      this.live = false;
    }
  }

  async #handle(item: SubscriptionItem): Promise<void> {
    if (item.kind === 'caughtUp') await this.#caughtUp(item.position);
    else {
      for (let at = 0; at < item.events.length && !this.host.signal.aborted; at += this.host.maxBatch) {
        await this.#feed(item.events.slice(at, at + this.host.maxBatch));
        if (!this.live) await setImmediate();
      }
    }
    const other = this.host.laneToJoin(this);
    if (!other) return;
    for (const member of this.members) other.members.add(member);
    this.members.clear();
  }

  async #feed(events: readonly RecordedEvent[]): Promise<void> {
    this.dispatched = events.at(-1)?.position ?? this.dispatched;
    await this.#each(async (member) => {
      if (await member.feed(events, (batch) => this.host.publish(batch))) return;
      this.members.delete(member);
      this.host.halted(member);
    });
    this.#sinceCheckpoint += events.length;
    if (this.#sinceCheckpoint < this.host.checkpointEvery) return;
    await this.#each((member) => member.saveCheckpoint());
    this.#sinceCheckpoint = 0;
  }

  async #caughtUp(position: Position): Promise<void> {
    if (position > this.dispatched) this.dispatched = position;
    await this.#each((member) => member.caughtUp(position));
    this.live = true;
  }

  async #each(work: (member: RunningProjection) => Promise<void>): Promise<void> {
    await Promise.all(
      [...this.members].map(async (member) => {
        try {
          await work(member);
        } catch (error) {
          this.members.delete(member);
          this.host.isolate(member, error);
        }
      }),
    );
  }
}
