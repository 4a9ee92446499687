import { Worker } from 'node:worker_threads';
import type { SimulationView } from '@berth/contracts/scheduler/simulation.views';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, type Result } from '@berth/kernel/result';
import type { SimulationInput, SimulationSetting } from './simulate.js';

/** What a thread gets. */
export interface SimulationOrder {
  readonly input: SimulationInput;
  readonly setting: SimulationSetting;
}

/** What it answers. */
export type SimulatedResult = Result<SimulationView, Rejection>;

export interface SimulationLimits {
  /** From the request to the answer, waiting for others included. */
  readonly maxMs: number;
  /** Beside the one that runs. */
  readonly maxWaiting: number;
  readonly maxMemoryMb: number;
}

const LIMITS: SimulationLimits = { maxMs: 60_000, maxWaiting: 8, maxMemoryMb: 512 };

interface PendingSimulation {
  readonly userId: string;
  readonly order: SimulationOrder;
  readonly answer: (result: SimulatedResult) => void;
  readonly fail: (error: unknown) => void;
  readonly timeout: NodeJS.Timeout;
  thread?: Worker;
  /** On the monotonic clock. */
  startedMs?: number;
}

/**
 * Runs simulations in threads, one at a time, so that the service itself keeps a core. Each user has one at most,
 * and a few wait. Each is always answered within the time limit, and its thread ended.
 */
export class SimulationThreads {
  readonly #all = new Set<PendingSimulation>();
  #closed = false;

  constructor(private readonly limits = LIMITS) {}

  run(userId: string, order: SimulationOrder): Promise<SimulatedResult> {
    const refused = this.#refusal(userId);
    if (refused) return Promise.resolve(err(refused));
    return new Promise((resolve, fail) => {
      const { maxMs } = this.limits;
      const timeout = setTimeout(() => this.#end(simulating, err(tooLong(simulating, maxMs))), maxMs);
      const simulating: PendingSimulation = { userId, order, answer: resolve, fail, timeout };
      this.#all.add(simulating);
      this.#startNext();
    });
  }

  /** @returns whether the user had that one */
  cancel(userId: string, simulationId: string): boolean {
    const found = [...this.#all].find(
      ({ order, userId: of }) => of === userId && order.input.simulationId === simulationId,
    );
    if (found) this.#end(found, err(reject('UNAVAILABLE', 'the simulation was cancelled')));
    return found !== undefined;
  }

  /** Ends all, and takes no more. */
  close(): void {
    this.#closed = true;
    for (const each of this.#all) this.#end(each, err(STOPPING));
  }

  #refusal(userId: string): Rejection | undefined {
    if (this.#closed) return STOPPING;
    const all = [...this.#all];
    if (all.some((each) => each.userId === userId))
      return reject('RATE_LIMITED', 'you already have a simulation in progress; wait until it ends');
    if (all.length <= this.limits.maxWaiting) return undefined;
    const message = `${all.length} simulations are running or queued; try again in a minute`;
    return reject('RATE_LIMITED', message, undefined, { retryAfterSeconds: 60 });
  }

  #startNext(): void {
    const [next] = this.#all;
    if (!next || next.thread) return;
    const thread = new Worker(new URL('./simulation.worker.js', import.meta.url), {
      workerData: next.order,
      resourceLimits: { maxOldGenerationSizeMb: this.limits.maxMemoryMb },
      env: {},
      execArgv: [],
    });
    next.thread = thread;
    next.startedMs = performance.now();
    thread.once('message', (result: SimulatedResult) => this.#end(next, result));
    thread.once('error', (error: Error & { readonly code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#end(next, err(tooLarge(this.limits)));
      else this.#end(next, () => next.fail(error));
    });
    thread.once('exit', () => this.#end(next, err(UNEXPECTED)));
  }

  /** Once for each: later results are ignored. */
  #end(simulating: PendingSimulation, result: SimulatedResult | (() => void)): void {
    if (!this.#all.delete(simulating)) return;
    clearTimeout(simulating.timeout);
    if (typeof result === 'function') result();
    else simulating.answer(result);
    void simulating.thread?.terminate();
    if (!this.#closed) this.#startNext();
  }
}

const STOPPING = reject('UNAVAILABLE', 'the scheduler is stopping; try again shortly');
const UNEXPECTED = reject('UNAVAILABLE', 'the simulation ended without a result');

/** Waiting behind others does not count against the time limit. */
function tooLong({ startedMs = Infinity }: PendingSimulation, maxMs: number): Rejection {
  const details = { seconds: maxMs / 1000 };
  if (performance.now() - startedMs < maxMs / 2)
    return reject(
      'RATE_LIMITED',
      'the simulation timed out in the queue; try again later',
      undefined,
      details,
    );
  const message = `workload: timed out after ${details.seconds} s; give fewer jobs or policies, or a smaller untilHours`;
  return reject('VALIDATION_FAILED', message, 'workload', details);
}

function tooLarge({ maxMemoryMb }: SimulationLimits): Rejection {
  const message = `workload: needs more than ${maxMemoryMb} MiB of memory; give fewer jobs or hosts`;
  return reject('VALIDATION_FAILED', message, 'workload', { maxMemoryMb });
}
