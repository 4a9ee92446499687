import { watch, type FSWatcher } from 'node:fs';
import type { RunKey, RunObservation, RunWatcher } from '../executor.js';
import type { RunDirectory } from './run-directory.js';

const POLL_MS = 2000;

/** Follows runs that have not ended: by file notifications, and by polling every two seconds for what these miss. */
export class RunTracker {
  readonly #tracked = new Map<string, TrackedRun>();
  readonly #poll: NodeJS.Timeout;
  #watcher: RunWatcher | undefined;

  constructor(private readonly observe: (key: RunKey) => Promise<RunObservation | undefined>) {
    this.#poll = setInterval(() => {
      for (const run of this.#tracked.values()) {
        this.#check(run);
        this.#watcher?.outputGrew(run.key);
      }
    }, POLL_MS).unref();
  }

  watch(watcher: RunWatcher): void {
    this.#watcher = watcher;
  }

  track(directory: RunDirectory): void {
    if (this.#tracked.has(directory.path)) return;
    const run: TrackedRun = {
      key: directory.key,
      path: directory.path,
      status: undefined,
      checking: false,
      checkAgain: false,
    };
    this.#tracked.set(directory.path, run);
    try {
      // Not every file system notifies, and a host may be out of watches: the poll sees it all, only later.
      run.files = watch(directory.path, (_, name) => {
        if (name === 'stdout' || name === 'stderr') this.#watcher?.outputGrew(run.key);
        else if (name === 'leader' || name === 'status.json' || name === 'end.json') this.#check(run);
      }).on('error', () => run.files?.close());
    } catch {
      run.files = undefined;
    }
    this.#check(run);
  }

  untrack(directory: RunDirectory): void {
    this.#tracked.get(directory.path)?.files?.close();
    this.#tracked.delete(directory.path);
  }

  close(): void {
    clearInterval(this.#poll);
    for (const run of this.#tracked.values()) run.files?.close();
    this.#tracked.clear();
  }

  /** One check at a time; a notification during a check causes another. */
  #check(run: TrackedRun): void {
    run.checkAgain = run.checking;
    if (run.checking) return;
    run.checking = true;
    void this.observe(run.key)
      .then((observation) => this.#seen(run, observation))
      .catch(() => undefined)
      .finally(() => {
        run.checking = false;
        if (run.checkAgain && this.#tracked.has(run.path)) this.#check(run);
      });
  }

  #seen(run: TrackedRun, observation: RunObservation | undefined): void {
    if (!this.#tracked.has(run.path)) return;
    if (!observation || observation.status === 'ended') {
      run.files?.close();
      this.#tracked.delete(run.path);
    }
    if (!observation || observation.status === run.status) return;
    run.status = observation.status;
    this.#watcher?.changed(observation);
  }
}

interface TrackedRun {
  readonly key: RunKey;
  readonly path: string;
  status: RunObservation['status'] | undefined;
  checking: boolean;
  checkAgain: boolean;
  files?: FSWatcher | undefined;
}
