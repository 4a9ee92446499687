import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import { followEvents } from '@berth/bus/follow-events';
import { messageOf, type Log } from '@berth/bus/log';
import { subjects } from '@berth/contracts/subjects';
import { Notifier } from './notifier.js';

export interface WatchedCalendars extends Disposable {
  /** Notifies when any calendar has changed. */
  readonly notifier: Notifier;
  /** Position in the scheduler's log of the last change of a pool's calendar since the first watcher came. */
  changedAt(poolId: string): string | undefined;
}

/** Notifies that calendars have changed, not what: each watcher queries again with its own permissions. */
export class CalendarNotifier {
  readonly #notifier = new Notifier();
  readonly #changed = new Map<string, string>();
  #watchers = 0;
  #following: AbortController | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly log: Log,
    private readonly signal: AbortSignal,
  ) {}

  watch(): WatchedCalendars {
    this.#watchers += 1;
    if (!this.#following) {
      this.#following = new AbortController();
      void this.#follow(AbortSignal.any([this.signal, this.#following.signal]));
    }
    return {
      notifier: this.#notifier,
      changedAt: (poolId) => this.#changed.get(poolId),
      [Symbol.dispose]: () => this.#leave(),
    };
  }

  #leave(): void {
    this.#watchers -= 1;
    if (this.#watchers > 0) return;
    this.#following?.abort();
    this.#following = undefined;
    this.#changed.clear();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const onError = (error: unknown): void =>
      this.log.warn({ error: messageOf(error) }, 'calendar changes are temporarily unavailable');
    while (!signal.aborted) {
      try {
        const batches = followEvents({
          bus: this.bus,
          service: 'scheduler',
          from: 'new',
          filterSubjects: [subjects.event('scheduler', '*', 'calendar', '*', '>')],
          signal,
          onError,
        });
        for await (const batch of batches) {
          for (const { event } of batch) this.#changed.set(String(event.data['poolId']), event.position);
          this.#notifier.notify();
        }
      } catch (error) {
        onError(error);
      }
      await sleep(1000, undefined, { signal }).catch(() => undefined);
    }
  }
}
