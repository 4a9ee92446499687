import { jetstreamManager } from '@nats-io/jetstream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import { followEvents, type FollowedEvent } from '@berth/bus/follow-events';
import { messageOf, type Log } from '@berth/bus/log';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { Notifier } from './notifier.js';

/** Enough for slightly slow readers; slower ones read from the stream. */
const MAX_KEPT = 2048;
const RETRY_MS = 1000;

/** Keeps following for a while, for clients that reconnect. */
const LINGER_MS = 30_000;

/**
 * Events of jobs as they are published, followed once for all subscribers, and only while there are any. They hold a
 * position in it and nothing else, so that a slow one costs no memory.
 */
export class JobEventFeed {
  readonly notifier = new Notifier();
  #kept: FollowedEvent[] = [];
  #floor = Infinity;
  #head = 0;
  #readers = 0;
  #following: AbortController | undefined;
  #leaving: NodeJS.Timeout | undefined;

  /** @param signal ends it for good */
  constructor(
    private readonly bus: Bus,
    private readonly log: Log,
    private readonly signal: AbortSignal,
  ) {}

  /** Follows at least until the returned object is disposed of. */
  join(): Disposable {
    this.#readers += 1;
    clearTimeout(this.#leaving);
    if (!this.#following) {
      this.#following = new AbortController();
      void this.#follow(AbortSignal.any([this.signal, this.#following.signal]));
    }
    return { [Symbol.dispose]: () => this.#leave() };
  }

  /** Every event after this sequence is in memory. Infinite until it follows. */
  get floor(): number {
    return this.#floor;
  }

  /** Sequence of the latest event, of jobs or before the start of any. */
  get head(): number {
    return this.#head;
  }

  /** The first event after a sequence that is not below the floor. */
  after(sequence: number): FollowedEvent | undefined {
    let low = 0;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#kept[middle]?.sequence ?? 0) > sequence) high = middle;
      else low = middle + 1;
    }
    return this.#kept[low];
  }

  #leave(): void {
    this.#readers -= 1;
    if (this.#readers === 0) this.#leaving = setTimeout(() => this.#stopFollowing(), LINGER_MS).unref();
  }

  #stopFollowing(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.#kept = [];
    this.#floor = Infinity;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const head = await this.#lastSequence(signal);
    if (signal.aborted) return;
    this.#head = head;
    this.#floor = head;
    this.notifier.notify();
    const batches = followEvents({
      bus: this.bus,
      service: 'scheduler',
      from: { after: head },
      filterSubjects: [subjects.event('scheduler', '*', 'job', '*', '>')],
      signal,
      onError: (error) =>
        this.log.warn({ error: messageOf(error) }, 'job events are temporarily unavailable'),
    });
    for await (const batch of batches) if (!signal.aborted) this.#take(batch);
  }

  #take(batch: readonly FollowedEvent[]): void {
    this.#kept.push(...batch);
    this.#head = this.#kept.at(-1)?.sequence ?? this.#head;
    const dropped = this.#kept.splice(0, Math.max(0, this.#kept.length - MAX_KEPT));
    this.#floor = dropped.at(-1)?.sequence ?? this.#floor;
    this.notifier.notify();
  }

  async #lastSequence(signal: AbortSignal): Promise<number> {
    const manager = await jetstreamManager(this.bus.nc, { checkAPI: false });
    let logged: string | undefined;
    while (!signal.aborted) {
      try {
        return (await manager.streams.info(STREAMS.scheduler)).state.last_seq;
      } catch (error) {
        const reason = messageOf(error);
        if (reason !== logged)
          this.log.warn({ error: reason }, 'the stream of job events does not exist yet');
        logged = reason;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return 0;
  }
}
