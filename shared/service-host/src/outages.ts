import { StoreUnavailableError } from '@berth/event-store';
import { ReadModelsUnavailableError } from '@berth/read-models';
import type { Log } from '@berth/bus/log';

export type StorePart = 'event store' | 'read models' | 'process store';
export type StoreUse = 'reading' | 'writing';

interface Outage {
  readonly since: number;
  lastFailure: number;
  failures: number;
}

/** Where successes and failures alternate it is one outage, until nothing has failed for so long. */
const OVER_AFTER_MS = 1000;
const MAX_CAUSES = 5;

/**
 * Stores that can't be read or written for a while: the log says it once when it begins, and once when it is over, with
 * how much failed in between. The errors themselves are then not logged, wherever they end up: there may be thousands,
 * all saying the same. A disk that is full fails writing alone, so the two are told apart.
 */
export class Outages {
  readonly #outages = new Map<string, Outage>();
  readonly #known = new WeakSet<Error>();
  #log: Log | undefined;

  /** The log to write to, which in turn leaves out what this covers. */
  attach(log: Log): void {
    this.#log = log;
  }

  /** Passes on what a use of a store comes to, and draws its conclusions. */
  async watch<T>(part: StorePart, use: StoreUse, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.worked(part, use);
      return result;
    } catch (error) {
      this.failed(part, use, error);
      throw error;
    }
  }

  failed(part: StorePart, use: StoreUse, error: unknown): void {
    if (!(error instanceof StoreUnavailableError || error instanceof ReadModelsUnavailableError)) return;
    this.#known.add(error);
    const now = performance.now();
    const outage = this.#outages.get(keyOf(part, use));
    if (outage !== undefined) {
      outage.lastFailure = now;
      outage.failures += 1;
      return;
    }
    this.#outages.set(keyOf(part, use), { since: now, lastFailure: now, failures: 1 });
    this.#log?.error(
      { part, use, reason: error.message },
      `the ${part} cannot be ${DONE[use]}: ${error.message}; requests that need it are refused or retried until it is back`,
    );
  }

  /** Who can write can read. */
  worked(part: StorePart, use: StoreUse): void {
    if (this.#outages.size === 0) return;
    this.#end(part, 'reading');
    if (use === 'writing') this.#end(part, 'writing');
  }

  /** Whether an error or its cause belongs to an outage that has been logged. */
  covers(error: unknown): boolean {
    let cause = error;
    for (let depth = 0; depth < MAX_CAUSES && cause instanceof Error; depth += 1) {
      if (this.#known.has(cause)) return true;
      cause = cause.cause;
    }
    return false;
  }

  #end(part: StorePart, use: StoreUse): void {
    const outage = this.#outages.get(keyOf(part, use));
    const now = performance.now();
    if (outage === undefined || now - outage.lastFailure < OVER_AFTER_MS) return;
    this.#outages.delete(keyOf(part, use));
    const seconds = Math.round((now - outage.since) / 100) / 10;
    const { failures } = outage;
    this.#log?.warn(
      { part, use, seconds, failures },
      `the ${part} can be ${DONE[use]} again after ${seconds} s; ${failures} ${failures === 1 ? 'attempt' : 'attempts'} failed in between`,
    );
  }
}

const DONE = { reading: 'read', writing: 'written' } as const;
const keyOf = (part: StorePart, use: StoreUse): string => `${part}, ${use}`;
