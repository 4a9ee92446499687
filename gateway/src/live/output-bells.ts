import type { Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import { Bell } from './bell.js';

interface Listening extends Disposable {
  readonly bell: Bell;
}

/** A bell for each job that is followed, rung when telemetry has archived more of its output. */
export class OutputBells {
  readonly #bells = new Map<string, { readonly bell: Bell; listeners: number }>();

  constructor(bus: Bus) {
    bus.nc.subscribe(subjects.allLogArchived, {
      callback: (error, message) => {
        if (error) return;
        const { subject } = message;
        this.#bells.get(subject.slice(subject.lastIndexOf('.') + 1))?.bell.ring();
      },
    });
  }

  listen(jobId: string): Listening {
    const entry = this.#bells.get(jobId) ?? { bell: new Bell(), listeners: 0 };
    this.#bells.set(jobId, entry);
    entry.listeners += 1;
    return {
      bell: entry.bell,
      [Symbol.dispose]: () => {
        entry.listeners -= 1;
        if (entry.listeners === 0) this.#bells.delete(jobId);
      },
    };
  }
}
