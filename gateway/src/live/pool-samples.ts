import { setTimeout as sleep } from 'node:timers/promises';
import { hostsQuery, poolsByIdQuery } from '@berth/contracts/inventory/operations';
import type { HostView } from '@berth/contracts/inventory/views';
import { isId } from '@berth/kernel/ids';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { defined } from '@berth/kernel/defined';
import type { HostSample } from '@berth/contracts/agent/messages';
import type { Calls } from '../graphql/calls.js';
import type { LiveHostSample } from './live-items.js';
import { waitForAny } from './notifier.js';
import type { SampleFeed, WatchedHost } from './sample-feed.js';
import type { Viewer } from './viewer.js';

export interface PoolHostSample extends LiveHostSample {
  readonly host: HostView;
}

/** A revoked grant and a new host are noticed within this time, even if the event is missed. */
const RECHECK_INTERVAL_MS = 30_000;
/** Samples of this time come together. */
const GATHER_MS = 1_000;
/** Hosts of a pool that are followed at most; the first ones, by the order of the list of hosts. */
const MAX_HOSTS = 1_000;
const PAGE = 200;

/**
 * Samples of all hosts of a pool, of the devices that the caller may see: of each host the latest, where there is a new one.
 * A slow reader misses those between.
 */
export class PoolSamples {
  constructor(
    private readonly feed: SampleFeed,
    private readonly gatherMs = GATHER_MS,
  ) {}

  /** @throws RejectedError NOT_FOUND also for a pool that the caller may not see, or may not see any more */
  async *follow(
    { calls, rights, signal }: Viewer,
    poolId: string,
  ): AsyncGenerator<readonly PoolHostSample[], void, void> {
    using watch = rights();
    using hosts = new WatchedHosts(this.feed);
    hosts.set(await hostsOf(calls, poolId));
    let lookedAt = performance.now();
    while (!signal.aborted) {
      if (watch.isRecheckDue() || performance.now() - lookedAt > RECHECK_INTERVAL_MS) {
        hosts.set(await hostsOf(calls, poolId));
        lookedAt = performance.now();
      }
      const { count } = this.feed.notifier;
      const samples = hosts.takeNew();
      if (samples.length > 0) {
        yield samples;
        await sleep(this.gatherMs, undefined, { signal }).catch(() => undefined);
      } else if (this.feed.notifier.count === count)
        await waitForAny([this.feed.notifier, watch.notifier], signal, watch.within(RECHECK_INTERVAL_MS));
    }
  }
}

interface Watched {
  host: HostView;
  devices: ReadonlySet<string>;
  readonly samples: WatchedHost;
  shown: HostSample | undefined;
}

/** The hosts that one reader sees. */
class WatchedHosts implements Disposable {
  readonly #hosts = new Map<string, Watched>();

  constructor(private readonly feed: SampleFeed) {}

  set(hosts: readonly HostView[]): void {
    const left = new Set(this.#hosts.keys());
    for (const host of hosts) {
      left.delete(host.id);
      const devices = new Set(host.devices.map(({ uuid }) => uuid));
      const known = this.#hosts.get(host.id);
      if (known) Object.assign(known, { host, devices });
      else this.#hosts.set(host.id, { host, devices, samples: this.feed.watch(host.id), shown: undefined });
    }
    for (const id of left) this.#drop(id);
  }

  takeNew(): PoolHostSample[] {
    const found: PoolHostSample[] = [];
    for (const watched of this.#hosts.values()) {
      const { latest } = watched.samples;
      if (!latest || latest === watched.shown) continue;
      watched.shown = latest;
      const { host, devices } = watched;
      found.push({ ...latest, host, devices: latest.devices.filter(({ uuid }) => devices.has(uuid)) });
    }
    return found;
  }

  [Symbol.dispose](): void {
    for (const id of this.#hosts.keys()) this.#drop(id);
  }

  #drop(id: string): void {
    this.#hosts.get(id)?.samples[Symbol.dispose]();
    this.#hosts.delete(id);
  }
}

async function hostsOf(calls: Calls, poolId: string): Promise<readonly HostView[]> {
  const [pool] = isId(poolId) ? await calls.query(poolsByIdQuery, { ids: [poolId] }) : [];
  if (!pool)
    throw new RejectedError(reject('NOT_FOUND', 'there is no such pool, or you may not see it', 'pool'));
  const hosts: HostView[] = [];
  let after: string | undefined;
  while (hosts.length < MAX_HOSTS) {
    const page = await calls.query(hostsQuery, { poolId, first: PAGE, ...defined({ after }) });
    hosts.push(...page.items.map(({ node }) => node));
    after = page.items.at(-1)?.cursor;
    if (!page.hasNextPage || after === undefined) break;
  }
  return hosts;
}
