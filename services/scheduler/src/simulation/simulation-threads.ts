import { Worker } from 'node:worker_threads';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import type { SimulatedResult, SimulationOrder } from './simulation-order.js';

export interface SimulationLimits {
  /** From the request to the answer, waiting for others included. */
  readonly mostMs: number;
  /** Beside the one that runs. */
  readonly mostWaiting: number;
  readonly mostMemoryMb: number;
}

const LIMITS: SimulationLimits = { mostMs: 60_000, mostWaiting: 8, mostMemoryMb: 512 };

interface Simulating {
  readonly userId: string;
  readonly order: SimulationOrder;
  readonly answer: (result: SimulatedResult) => void;
  readonly fail: (error: unknown) => void;
  readonly impatience: NodeJS.Timeout;
  thread?: Worker;
  /** On the monotonic clock. */
  startedMs?: number;
}

/**
 * Runs simulations in threads, one at a time, so that what the service is there for keeps a core. Each user has one at
 * most, and a few wait. Whatever happens, each is answered within the time limit, and its thread ended.
 */
export class SimulationThreads {
  readonly #all = new Set<Simulating>();
  #closed = false;

  constructor(private readonly limits = LIMITS) {}

  run(userId: string, order: SimulationOrder): Promise<SimulatedResult> {
    const refused = this.refusal(userId);
    if (refused) return Promise.resolve(err(refused));
    return new Promise((resolve, fail) => {
      const { mostMs } = this.limits;
      const impatience = setTimeout(() => this.end(simulating, err(tooLong(simulating, mostMs))), mostMs);
      const simulating: Simulating = { userId, order, answer: resolve, fail, impatience };
      this.#all.add(simulating);
      this.startNext();
    });
  }

  /** @returns whether the user had that one */
  cancel(userId: string, simulationId: string): boolean {
    const found = [...this.#all].find(
      ({ order, userId: of }) => of === userId && order.input.simulationId === simulationId,
    );
    if (found) this.end(found, err(reject('UNAVAILABLE', 'the simulation was cancelled')));
    return found !== undefined;
  }

  /** Ends all, and takes no more. */
  close(): void {
    this.#closed = true;
    for (const each of this.#all) this.end(each, err(STOPPING));
  }

  private refusal(userId: string): Rejection | undefined {
    if (this.#closed) return STOPPING;
    const all = [...this.#all];
    if (all.some((each) => each.userId === userId))
      return reject('RATE_LIMITED', 'you have a simulation under way: wait for its end, one at a time');
    if (all.length <= this.limits.mostWaiting) return undefined;
    const message = `${all.length} simulations are under way or waiting; try again in a minute`;
    return reject('RATE_LIMITED', message, undefined, { retryAfterSeconds: 60 });
  }

  private startNext(): void {
    const [next] = this.#all;
    if (!next || next.thread) return;
    const thread = new Worker(new URL('./simulation.worker.js', import.meta.url), {
      workerData: next.order,
      resourceLimits: { maxOldGenerationSizeMb: this.limits.mostMemoryMb },
      env: {},
      execArgv: [],
    });
    next.thread = thread;
    next.startedMs = performance.now();
    thread.once('message', (result: SimulatedResult) => this.end(next, result));
    thread.once('error', (error: Error & { readonly code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.end(next, err(tooLarge(this.limits)));
      else this.end(next, () => next.fail(error));
    });
    thread.once('exit', () => this.end(next, err(UNEXPECTED)));
  }

  /** Once for each: what comes later finds it gone. */
  private end(simulating: Simulating, result: SimulatedResult | (() => void)): void {
    if (!this.#all.delete(simulating)) return;
    clearTimeout(simulating.impatience);
    if (typeof result === 'function') result();
    else simulating.answer(result);
    void simulating.thread?.terminate();
    if (!this.#closed) this.startNext();
  }
}

const STOPPING = reject('UNAVAILABLE', 'the scheduler is stopping; try again shortly');
const UNEXPECTED = reject('UNAVAILABLE', 'the simulation ended without an answer');

/** Whose turn came late is not to blame for what others took. */
function tooLong({ startedMs = Infinity }: Simulating, mostMs: number): Rejection {
  const details = { seconds: mostMs / 1000 };
  if (performance.now() - startedMs < mostMs / 2)
    return reject('RATE_LIMITED', 'others took too long for it to end; try again later', undefined, details);
  const message = `workload: took more than ${details.seconds} s; give fewer jobs, policies, or an earlier untilHours`;
  return reject('VALIDATION_FAILED', message, 'workload', details);
}

function tooLarge({ mostMemoryMb }: SimulationLimits): Rejection {
  const message = `workload: takes more than ${mostMemoryMb} MiB of memory; give fewer jobs or hosts`;
  return reject('VALIDATION_FAILED', message, 'workload', { mostMemoryMb });
}
