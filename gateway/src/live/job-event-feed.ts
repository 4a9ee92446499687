import { jetstreamManager } from '@nats-io/jetstream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import { followEvents, type FollowedEvent } from '@berth/bus/follow-events';
import { messageOf, type Log } from '@berth/bus/log';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { Bell } from './bell.js';

/** Enough for whoever is a little late; who is later reads from the stream. */
const MOST_KEPT = 2048;
const RETRY_MS = 1000;

/** Who comes back after a lost connection finds it still there. */
const LINGER_MS = 30_000;

/**
 * Events of jobs as they are published, followed once for all subscribers, and only while there are any. They hold a
 * place in it and nothing else, so that a slow one costs no memory.
 */
export class JobEventFeed {
  readonly bell = new Bell();
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

  /** It follows at least until what this gives is disposed of. */
  join(): Disposable {
    this.#readers += 1;
    clearTimeout(this.#leaving);
    if (!this.#following) {
      this.#following = new AbortController();
      void this.#follow(AbortSignal.any([this.signal, this.#following.signal]));
    }
    return { [Symbol.dispose]: () => this.#leave() };
  }

  /** Every event after this sequence is at hand. Infinite until it follows. */
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
    if (this.#readers === 0) this.#leaving = setTimeout(() => this.#rest(), LINGER_MS).unref();
  }

  #rest(): void {
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
    this.bell.ring();
    const batches = followEvents({
      bus: this.bus,
      service: 'scheduler',
      from: { after: head },
      filterSubjects: [subjects.event('scheduler', '*', 'job', '*', '>')],
      signal,
      onError: (error) => this.log.warn({ error: messageOf(error) }, 'job events can not be followed now'),
    });
    for await (const batch of batches) if (!signal.aborted) this.#take(batch);
  }

  #take(batch: readonly FollowedEvent[]): void {
    this.#kept.push(...batch);
    this.#head = this.#kept.at(-1)?.sequence ?? this.#head;
    const dropped = this.#kept.splice(0, Math.max(0, this.#kept.length - MOST_KEPT));
    this.#floor = dropped.at(-1)?.sequence ?? this.#floor;
    this.bell.ring();
  }

  async #lastSequence(signal: AbortSignal): Promise<number> {
    const manager = await jetstreamManager(this.bus.nc, { checkAPI: false });
    let told: string | undefined;
    while (!signal.aborted) {
      try {
        return (await manager.streams.info(STREAMS.scheduler)).state.last_seq;
      } catch (error) {
        const reason = messageOf(error);
        if (reason !== told) this.log.warn({ error: reason }, 'there is no stream of job events yet');
        told = reason;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return 0;
  }
}
