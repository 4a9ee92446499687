import type { Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import { Notifier } from './notifier.js';

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
