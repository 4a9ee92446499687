import type { ProcessView } from '@berth/contracts/history';
import type { ServiceName } from '@berth/contracts/services';
import type { Behind, Position, SharedFeed } from '@berth/event-store';
import { elapsedMs, type Clock } from '@berth/kernel/clock';
import type { ProjectionStatus } from '@berth/read-models';
import type { FollowedStream, RelayStatus } from './messaging.js';
import type { ProcessStore } from './process-store.js';
import type { ProcessManagerStatus } from './process-manager.js';

export interface ProcessesParts {
  readonly service: ServiceName;
  readonly feed: Pick<SharedFeed, 'behind'>;
  readonly processes: ProcessStore;
  readonly clock: Clock;
  readonly views: () => readonly ProjectionStatus[];
  readonly processManagers: () => readonly ProcessManagerStatus[];
  readonly following: () => readonly FollowedStream[];
  readonly relay: () => RelayStatus;
}

const POLL_INTERVAL_MS = 5000;

/** The event consumers of a service, as operators see them: their lag, parked messages and last failures. */
export class Processes {
  #parked: ReadonlyMap<string, number> = new Map();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: ProcessesParts) {}

  async start(): Promise<void> {
    await this.#countParked();
    this.#timer = setInterval(() => void this.#countParked(), POLL_INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  list(): readonly ProcessView[] {
    const { views, processManagers, following, relay, service } = this.parts;
    const own = (reached: Position | undefined) => this.#behind(this.parts.feed.behind(reached ?? ''));
    const parkedBy = (name: string): number => this.#parked.get(name) ?? 0;
    const { state, lag, reached, refused } = relay();
    return [
      ...views().map((view) => {
        const failure = 'at' in view ? { message: view.reason, at: view.at } : undefined;
        const about = { name: view.projection, source: service, state: view.state, parked: 0 };
        return { service, kind: 'projection', ...about, ...own(view.reached), ...errorOf(failure) } as const;
      }),
      ...processManagers().map(({ name, state: doing, reached: at, failure }) => {
        const about = { name, source: service, state: doing, parked: parkedBy(name) };
        return { service, kind: 'processManager', ...about, ...own(at), ...errorOf(failure) } as const;
      }),
      ...following().map(({ name, source, status, behind, behindSeconds }) => {
        const about = { name, source, state: status.state, parked: parkedBy(name) };
        const lags = { behindEvents: behind, atLeast: false, behindSeconds };
        return { service, kind: 'consumer', ...about, ...lags, ...errorOf(status.failure) } as const;
      }),
      {
        service,
        name: 'relay',
        kind: 'relay',
        source: service,
        state: RELAY_STATES[state] ?? 'starting',
        ...own(reached),
        behindEvents: lag,
        parked: 0,
        ...errorOf(refused),
      },
    ];
  }

  /** Why the service is not ready; undefined where nothing prevents it. */
  notReady(maxLagSeconds: number): string | undefined {
    const stuck = this.list().flatMap(({ kind, name, state, behindSeconds, lastError }) => {
      const who = kind === 'relay' ? 'the relay' : `the ${KIND_NAMES[kind]} ${name}`;
      if (state === 'halted') return [`${who} has halted: ${lastError}`];
      if (state === 'refused') return [`${who} refuses to publish: ${lastError}`];
      if (behindSeconds <= maxLagSeconds) return [];
      const why = state === 'retrying' ? `: ${lastError}` : '';
      return [`${who} is ${Math.round(behindSeconds)} s behind${why}`];
    });
    return stuck.length === 0 ? undefined : stuck.join('; ');
  }

  #behind({ events, since, atLeast }: Behind) {
    const behindSeconds =
      since === undefined ? 0 : Math.max(0, elapsedMs(since, this.parts.clock.now())) / 1000;
    return { behindEvents: events, atLeast, behindSeconds };
  }

  async #countParked(): Promise<void> {
    const { parked } = this.parts.processes;
    try {
      if ((await parked.count()) === 0) {
        this.#parked = new Map();
        return;
      }
      const names = [...this.parts.processManagers(), ...this.parts.following()].map(({ name }) => name);
      const counts = await Promise.all(names.map(async (name) => [name, await parked.count(name)] as const));
      this.#parked = new Map(counts);
    } catch {
      // The next poll may succeed; an error shows elsewhere.
    }
  }
}

const RELAY_STATES: { readonly [state: string]: ProcessView['state'] } = {
  stopped: 'stopped',
  connecting: 'starting',
  publishing: 'live',
  refused: 'refused',
};

const KIND_NAMES = {
  projection: 'view',
  processManager: 'process manager',
  consumer: 'consumer',
  relay: 'relay',
};

const errorOf = (failure: { readonly message: string; readonly at: string } | undefined) => ({
  lastError: failure?.message ?? null,
  lastErrorAt: failure?.at ?? null,
});
