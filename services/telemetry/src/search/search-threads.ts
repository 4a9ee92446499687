import { Worker } from 'node:worker_threads';
import { KeyCounts } from '@berth/kernel/key-counts';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { Semaphore } from '@berth/kernel/semaphore';
import type { SearchAnswer, SearchOrder, SearchThreadData } from './search.worker.js';

export interface SearchLimits {
  readonly maxThreads: number;
  /** Of one user, running or waiting. */
  readonly maxOfUser: number;
  /** Of all users. */
  readonly maxWaiting: number;
  /** After its time limit a thread is ended where it has not answered for so long. */
  readonly graceMs: number;
  /** An idle thread is ended after this time. */
  readonly idleMs: number;
  readonly maxMemoryMb: number;
}

const LIMITS: SearchLimits = {
  maxThreads: 2,
  maxOfUser: 2,
  maxWaiting: 32,
  graceMs: 5_000,
  idleMs: 30_000,
  maxMemoryMb: 128,
};

/** Runs slices of searches in threads of their own, a few at once, of each user fewer. */
export class SearchThreads {
  readonly #permits: Semaphore;
  readonly #ofUsers = new KeyCounts();
  readonly #idle: IdleThread[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  constructor(
    private readonly folder: string,
    private readonly limits: SearchLimits = LIMITS,
  ) {
    this.#permits = new Semaphore(limits.maxThreads, limits.maxWaiting);
  }

  async run(userId: string, order: SearchOrder): Promise<SearchAnswer> {
    const running = this.#ofUsers.of(userId);
    const { maxOfUser } = this.limits;
    if (running >= maxOfUser)
      return err(tooMany(`you have ${running} searches in progress; wait until one ends`));
    this.#ofUsers.add(userId);
    try {
      const answer = this.#permits.tryRun(() => this.#inThread(order));
      return (await answer) ?? err(tooMany('too many searches are in progress; try again in a few seconds'));
    } finally {
      this.#ofUsers.remove(userId);
    }
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer);
    for (const thread of this.#all) void thread.terminate();
  }

  #inThread(order: SearchOrder): Promise<SearchAnswer> {
    if (this.#closed) return Promise.resolve(err(STOPPING));
    const thread = this.#take();
    return new Promise((resolve) => {
      const end = (answer: SearchAnswer, keep = false): void => {
        clearTimeout(timeout);
        unhear(thread);
        if (keep && !this.#closed) this.#keep(thread);
        else this.#end(thread);
        resolve(answer);
      };
      const timeout = setTimeout(() => end(err(TOO_SLOW)), order.maxMs + this.limits.graceMs);
      thread.once('message', (answer: SearchAnswer) => end(answer, true));
      thread.once('error', (error: Error & { readonly code?: string }) => {
        end(err(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? TOO_LARGE : FAILED));
      });
      thread.once('exit', () => end(err(this.#closed ? STOPPING : FAILED)));
      thread.postMessage(order);
    });
  }

  #take(): Worker {
    const idle = this.#idle.pop();
    if (idle) {
      clearTimeout(idle.timer);
      unhear(idle.thread);
      return idle.thread;
    }
    const workerData: SearchThreadData = { folder: this.folder };
    const thread = new Worker(new URL('./search.worker.js', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: this.limits.maxMemoryMb },
      env: {},
      execArgv: [],
    });
    this.#all.add(thread);
    return thread;
  }

  #keep(thread: Worker): void {
    const timer = setTimeout(() => drop(), this.limits.idleMs).unref();
    const drop = (): void => {
      clearTimeout(timer);
      const at = this.#idle.findIndex((each) => each.thread === thread);
      if (at >= 0) this.#idle.splice(at, 1);
      this.#end(thread);
    };
    thread.once('error', drop).once('exit', drop);
    this.#idle.push({ thread, timer });
  }

  #end(thread: Worker): void {
    // what a thread says after its end concerns nobody
    unhear(thread);
    thread.on('error', () => undefined);
    this.#all.delete(thread);
    void thread.terminate();
  }
}

/** By name: a Worker listens to itself too, and without that it hears nothing any more. */
function unhear(thread: Worker): void {
  for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
}

interface IdleThread {
  readonly thread: Worker;
  readonly timer: NodeJS.Timeout;
}

const tooMany = (message: string): Rejection =>
  reject('RATE_LIMITED', message, undefined, { retryAfterSeconds: 2 });

const STOPPING = reject('UNAVAILABLE', 'telemetry is stopping; try again shortly');
const FAILED = reject('UNAVAILABLE', 'the search ended without a result; try again');
const TOO_SLOW = reject('VALIDATION_FAILED', 'regex: takes too long; use a simpler expression', 'regex');
const TOO_LARGE = reject(
  'VALIDATION_FAILED',
  'regex: needs too much memory; use a simpler expression',
  'regex',
);
