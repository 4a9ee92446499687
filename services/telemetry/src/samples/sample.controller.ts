import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import {
  hostRollupsQuery,
  latestHostSamplesQuery,
  latestSamplesQuery,
  rollupsQuery,
  type DeviceRollup,
  type DeviceSample,
  type HostSampleView,
} from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import { ok } from '@berth/kernel/result';
import { Operation, type Call, type Reply } from '@berth/service-host/operation';
import { BUCKET_MINUTES } from '../telemetry.tokens.js';
import { deviceSeries, hostSeries } from './host-sample.js';
import { meansOf } from './rollup.js';
import { SampleStore, type StoredRollup } from './sample-store.js';

/** The load of a host reveals work that others run there. */

@Controller()
export class SampleController {
  constructor(
    @Inject(SampleStore) private readonly store: SampleStore,
    @Inject(BUCKET_MINUTES) private readonly bucketMinutes: number,
  ) {}

  @Operation(latestSamplesQuery)
  async latest({ input }: Call<InputOf<typeof latestSamplesQuery>>): Reply<readonly DeviceSample[]> {
    const found = this.store.latest(input.uuids.map(deviceSeries));
    const result = found.map(({ series, hostId, atMs, simulated, measured }) => ({
      at: instant(atMs),
      hostId,
      uuid: nameOf(series),
      simulated,
      ...measured,
    }));
    return ok({ result: result as readonly DeviceSample[] });
  }

  @Operation(rollupsQuery)
  async rollups({ input }: Call<InputOf<typeof rollupsQuery>>): Reply<readonly DeviceRollup[]> {
    const found = this.store.rollups(
      input.uuids.map(deviceSeries),
      Date.parse(input.from),
      Date.parse(input.to),
    );
    const result = found.map((bucket) => ({
      ...this.#bucket(bucket),
      uuid: nameOf(bucket.series),
      simulated: bucket.simulated,
    }));
    return ok({ result: result as readonly DeviceRollup[] });
  }

  @Operation(latestHostSamplesQuery)
  async latestOfHosts({
    input,
  }: Call<InputOf<typeof latestHostSamplesQuery>>): Reply<readonly HostSampleView[]> {
    const found = this.store.latest(input.hostIds.map(hostSeries));
    const result = found.map(({ hostId, atMs, measured }) => ({ at: instant(atMs), hostId, ...measured }));
    return ok({ result: result as readonly HostSampleView[] });
  }

  @Operation(hostRollupsQuery)
  async rollupsOfHosts({ input }: Call<InputOf<typeof hostRollupsQuery>>): Reply<readonly HostSampleView[]> {
    const found = this.store.rollups(
      input.hostIds.map(hostSeries),
      Date.parse(input.from),
      Date.parse(input.to),
    );
    return ok({ result: found.map((bucket) => this.#bucket(bucket)) as readonly HostSampleView[] });
  }

  #bucket({ hostId, bucketMs, rollup }: StoredRollup) {
    const { samples, memoryPeakMiB } = rollup;
    return {
      at: instant(bucketMs),
      hostId,
      bucketMinutes: this.bucketMinutes,
      samples,
      ...meansOf(rollup),
      ...defined({ memoryPeakMiB }),
    };
  }
}

const instant = (ms: number): string => new Date(ms).toISOString();
const nameOf = (series: string): string => series.slice(series.indexOf(':') + 1);
