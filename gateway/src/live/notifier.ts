import type { Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';

/** Notifies waiters. An asynchronous reader compares `count` before it waits, so that it misses no notification. */
export class Notifier {
  readonly #waiting = new Set<() => void>();

  #count = 0;

  get count(): number {
    return this.#count;
  }

  notify(): void {
    this.#count += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /** Resolves at the next notification, when the signal aborts, or after `timeoutMs`. */
  wait(signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        clearTimeout(timer);
        resolve();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(wake, timeoutMs);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}

/** Resolves at the first notification of any, when the signal aborts, or after `timeoutMs`. */
export async function waitForAny(
  notifiers: readonly Notifier[],
  signal: AbortSignal,
  timeoutMs: number,
): Promise<void> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  await Promise.race(notifiers.map((notifier) => notifier.wait(either, timeoutMs)));
  done.abort();
}

interface JobListener extends Disposable {
  readonly notifier: Notifier;
}

/** A notifier for each followed job, used when telemetry has archived more of its output. */
export class OutputNotifiers {
  readonly #notifiers = new Map<string, { readonly notifier: Notifier; listeners: number }>();

  constructor(bus: Bus) {
    bus.nc.subscribe(subjects.allLogArchived, {
      callback: (error, message) => {
        if (error) return;
        const { subject } = message;
        this.#notifiers.get(subject.slice(subject.lastIndexOf('.') + 1))?.notifier.notify();
      },
    });
  }

  listen(jobId: string): JobListener {
    const entry = this.#notifiers.get(jobId) ?? { notifier: new Notifier(), listeners: 0 };
    this.#notifiers.set(jobId, entry);
    entry.listeners += 1;
    return {
      notifier: entry.notifier,
      [Symbol.dispose]: () => {
        entry.listeners -= 1;
        if (entry.listeners === 0) this.#notifiers.delete(jobId);
      },
    };
  }
}
