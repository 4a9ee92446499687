import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

export interface FairQueueLimits {
  /** Of one caller at once. */
  readonly perCaller: number;
  /** Of all callers at once. */
  readonly total: number;
  /** How many of one caller may wait beyond that. */
  readonly waiting: number;
}

/** Releases the slot of a request. */
export type Release = () => void;

interface CallerQueue {
  running: number;
  readonly waiting: (() => void)[];
}

const BUSY = reject(
  'RATE_LIMITED',
  'too many of your requests are queued; send fewer concurrent requests',
  undefined,
  {
    retryAfterSeconds: 1,
  },
);

/**
 * Fair queueing of requests. Each caller has a concurrency limit and its own queue; free capacity goes to callers in
 * turn: a caller that sends a thousand requests at once delays mostly itself.
 */
export class FairQueue {
  readonly #queues = new Map<string, CallerQueue>();
  /** Callers with a queued request that may run; the first one is next. */
  readonly #ready = new Set<string>();
  #running = 0;

  constructor(private readonly limits: FairQueueLimits) {}

  get running(): number {
    return this.#running;
  }

  /** A slot at once where one is free, else when the request may run; a refusal if too many of the caller are queued. */
  take(caller: string): Result<Release, Rejection> | Promise<Result<Release, Rejection>> {
    const queue = this.#queues.get(caller) ?? { running: 0, waiting: [] };
    this.#queues.set(caller, queue);
    const { perCaller, total, waiting } = this.limits;
    if (queue.running < perCaller && this.#running < total) {
      this.#start(queue);
      return ok(this.#releaseOf(caller, queue));
    }
    if (queue.waiting.length >= waiting) return err(BUSY);
    return new Promise((resolve) => {
      queue.waiting.push(() => resolve(ok(this.#releaseOf(caller, queue))));
      this.#updateReady(caller, queue);
    });
  }

  #releaseOf(caller: string, queue: CallerQueue): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#end(caller, queue);
    };
  }

  #start(queue: CallerQueue): void {
    queue.running += 1;
    this.#running += 1;
  }

  #end(caller: string, queue: CallerQueue): void {
    queue.running -= 1;
    this.#running -= 1;
    this.#updateReady(caller, queue);
    if (queue.running === 0 && queue.waiting.length === 0) this.#queues.delete(caller);
    while (this.#running < this.limits.total) {
      const [next] = this.#ready;
      if (next === undefined) return;
      this.#startNext(next);
    }
  }

  #startNext(caller: string): void {
    const queue = this.#queues.get(caller);
    const resolve = queue?.waiting.shift();
    // It goes behind all others if it has more.
    this.#ready.delete(caller);
    if (!queue || !resolve) return;
    this.#start(queue);
    this.#updateReady(caller, queue);
    resolve();
  }

  #updateReady(caller: string, queue: CallerQueue): void {
    const isReady = queue.waiting.length > 0 && queue.running < this.limits.perCaller;
    if (isReady) this.#ready.add(caller);
    else this.#ready.delete(caller);
  }
}
