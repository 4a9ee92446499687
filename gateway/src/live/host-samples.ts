import { hostsByIdQuery } from '@berth/contracts/inventory/operations';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Calls } from '../graphql/calls.js';
import { waitForAny } from './notifier.js';
import type { SampleFeed } from './sample-feed.js';
import type { LiveHostSample } from './live-items.js';
import type { Viewer } from './viewer.js';

/** A revoked grant hides its devices within this time, even if the event is missed. */
const RECHECK_INTERVAL_MS = 30_000;

/** Samples of a host, of the devices that the caller may see. A slow reader gets the latest and misses those between. */
export class HostSamples {
  constructor(private readonly feed: SampleFeed) {}

  /** @throws RejectedError NOT_FOUND also for a host that the caller may not see */
  async *follow(
    { calls, rights, signal }: Viewer,
    hostId: string,
  ): AsyncGenerator<LiveHostSample, void, void> {
    using watch = rights();
    let visible = await visibleDevices(calls, hostId);
    let lookedAt = performance.now();
    using host = this.feed.watch(hostId);
    let shown: unknown;
    while (!signal.aborted) {
      if (watch.isRecheckDue() || performance.now() - lookedAt > RECHECK_INTERVAL_MS) {
        visible = await visibleDevices(calls, hostId);
        lookedAt = performance.now();
      }
      const sample = host.latest;
      if (!sample || sample === shown) {
        await waitForAny([host.notifier, watch.notifier], signal, watch.within(RECHECK_INTERVAL_MS));
        continue;
      }
      shown = sample;
      const seen = visible;
      yield { ...sample, devices: sample.devices.filter(({ uuid }) => seen.has(uuid)) };
    }
  }
}

async function visibleDevices(calls: Calls, hostId: string): Promise<ReadonlySet<string>> {
  const [host] = await calls.query(hostsByIdQuery, { ids: [hostId] });
  if (!host || host.status === 'removed')
    throw new RejectedError(reject('NOT_FOUND', 'there is no such host, or you may not see it', 'host'));
  return new Set(host.devices.map(({ uuid }) => uuid));
}
