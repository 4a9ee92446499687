import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import type { HostSample } from '@berth/contracts/agent/messages';
import { hostRollupsQuery, latestSamplesQuery, rollupsQuery } from '@berth/contracts/telemetry/operations';
import { subjects } from '@berth/contracts/subjects';
import { toPosition } from '@berth/event-store';
import { memoryReadModels } from '@berth/read-models/testing';
import { createLogger } from '@berth/service-host/log';
import type { Call } from '@berth/service-host/operation';
import { IntakeMetrics } from '../intake/intake-metrics.js';
import { RemovedHostFilter, REMOVED_HOSTS, type RemovedHost } from '../intake/removed-hosts.view.js';
import { idOf, NOON } from '../testing/chunks.js';
import { DEVICE_HOSTS, type DeviceHost } from './device-hosts.view.js';
import { addSample, meansOf, type Rollup } from './rollup.js';
import { SampleController } from './sample.controller.js';
import { SampleIntake } from './sample-intake.js';
import { SampleStore } from './sample-store.js';
import { freshFolder } from '../testing/telemetry-world.js';

const MINUTE = 60_000;
const at = (minutes: number): string => new Date(Date.parse(NOON) + minutes * MINUTE).toISOString();
const call = <I>(input: I) => ({ input }) as Call<I>;

class World {
  readonly store: SampleStore;
  readonly controller: SampleController;
  readonly #intake: SampleIntake;
  readonly #devices = memoryReadModels().collection<DeviceHost>(DEVICE_HOSTS);
  readonly #removed = memoryReadModels().collection<RemovedHost>(REMOVED_HOSTS);
  #seq = 0;

  constructor() {
    const limits = { bucketMs: 30 * MINUTE, samplesMs: 120 * MINUTE, rollupsMs: 7 * 24 * 60 * MINUTE };
    this.store = new SampleStore(freshFolder(), limits);
    onTestEnd(() => this.store.close());
    this.controller = new SampleController(this.store, 30);
    this.#intake = new SampleIntake({
      store: this.store,
      devices: this.#devices,
      removedHostFilter: new RemovedHostFilter(this.#removed),
      metrics: new IntakeMetrics(new Registry()),
      log: createLogger('test', 'fatal'),
      stream: 'SAMPLES',
    });
  }

  async remove(host: string, removedAt: string): Promise<void> {
    await this.#removed.write([{ id: idOf(host), document: { removedAt }, position: toPosition(1) }]);
  }

  async hasDevice(uuid: string, host: string): Promise<void> {
    await this.#devices.write([{ id: uuid, document: { hostId: idOf(host) }, position: toPosition(1) }]);
  }

  async send(host: string, sample: Partial<HostSample> | string, time = timeOf(sample)): Promise<void> {
    const text = typeof sample === 'string' ? sample : JSON.stringify({ at: NOON, devices: [], ...sample });
    const message = { subject: subjects.gpu(idOf(host)), data: Buffer.from(text), time };
    await this.#intake.take([message], { created: 'once', seq: (this.#seq += 1) });
  }

  async latest(...uuids: string[]) {
    const reply = await this.controller.latest(call(latestSamplesQuery.input.parse({ uuids })));
    return reply.ok ? reply.value.result : [];
  }

  async rollups(uuid: string, from: string, to: string) {
    const reply = await this.controller.rollups(call(rollupsQuery.input.parse({ uuids: [uuid], from, to })));
    return reply.ok ? reply.value.result : [];
  }
}

const timeOf = (sample: Partial<HostSample> | string): Date =>
  new Date((typeof sample === 'object' && sample.at) || NOON);
const device = (uuid: string, changes: object = {}) => ({
  uuid,
  simulated: false,
  processes: [],
  ...changes,
});

describe('samples', () => {
  it('are listed by device, the latest first', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    await world.send('host', { at: at(0), devices: [device('GPU-1', { utilisationGpu: 10 })] });
    await world.send('host', { at: at(1), devices: [device('GPU-1', { utilisationGpu: 90, powerW: 250 })] });
    assert.deepEqual(await world.latest('GPU-1', 'GPU-2'), [
      { at: at(1), hostId: idOf('host'), uuid: 'GPU-1', simulated: false, utilisationGpu: 90, powerW: 250 },
    ]);
  });

  it('become means of half hours, with the peak of memory', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    for (const [minute, memoryUsedMiB] of [
      [0, 100],
      [10, 500],
      [29, 300],
      [30, 50],
    ] as const) {
      await world.send('host', { at: at(minute), devices: [device('GPU-1', { memoryUsedMiB })] });
    }
    const buckets = await world.rollups('GPU-1', at(-1), at(31));
    assert.deepEqual(
      buckets.map((bucket) => [bucket.at, bucket.samples, bucket.memoryUsedMiB, bucket.memoryPeakMiB]),
      [
        [at(0), 3, 300, 500],
        [at(30), 1, 50, 50],
      ],
    );
    assert.deepEqual((await world.rollups('GPU-1', at(0), at(30))).length, 1);
  });

  it('count once, however often they come', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    for (let times = 0; times < 3; times += 1) {
      await world.send('host', { devices: [device('GPU-1', { utilisationGpu: 40 })] });
    }
    assert.deepEqual(
      (await world.rollups('GPU-1', at(0), at(30))).map(({ samples }) => samples),
      [1],
    );
  });

  it('of the devices of another host are left out', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    await world.send('thief', { devices: [device('GPU-1', { utilisationGpu: 0 }), device('GPU-9')] });
    assert.deepEqual(await world.latest('GPU-1', 'GPU-9'), []);
  });

  it('that are malformed are left out', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    await world.send('host', 'garbage');
    await world.send('host', { devices: [device('GPU-1', { utilisationGpu: 101 })] });
    assert.deepEqual(await world.latest('GPU-1'), []);
    assert.equal(world.store.position('SAMPLES')?.seq, 2);
  });

  it('of a host whose clock is far off count when they come', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    await world.send('host', { at: '2031-01-01T00:00:00.000Z', devices: [device('GPU-1')] }, new Date(at(3)));
    assert.deepEqual(
      (await world.latest('GPU-1')).map((sample) => sample.at),
      [at(3)],
    );
  });

  it('of hosts are kept as well', async () => {
    const world = new World();
    await world.send('host', { at: at(0), cpuPercent: 20, memoryUsedMiB: 1000, memoryTotalMiB: 4000 });
    await world.send('host', { at: at(1), cpuPercent: 40, memoryUsedMiB: 2000, memoryTotalMiB: 4000 });
    const input = hostRollupsQuery.input.parse({ hostIds: [idOf('host')], from: at(0), to: at(30) });
    const reply = await world.controller.rollupsOfHosts(call(input));
    assert.deepEqual(reply.ok && reply.value.result, [
      {
        at: at(0),
        hostId: idOf('host'),
        bucketMinutes: 30,
        samples: 2,
        cpuPercent: 30,
        memoryUsedMiB: 1500,
        memoryTotalMiB: 4000,
        memoryPeakMiB: 2000,
      },
    ]);
  });

  it('of a removed host are refused from then on, and stay where they came before', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    await world.send('host', { devices: [device('GPU-1')] });
    const [before] = await world.latest('GPU-1');
    assert.ok(before);
    const later = new Date(Date.parse(NOON) + MINUTE);
    await world.remove('host', later.toISOString());
    await world.send('host', { at: later.toISOString(), devices: [device('GPU-1')] }, later);
    assert.deepEqual(await world.latest('GPU-1'), [before]);
  });

  it('go when they are old, and their buckets later', async () => {
    const world = new World();
    await world.hasDevice('GPU-1', 'host');
    await world.send('host', { devices: [device('GPU-1')] });
    const day = 24 * 60 * MINUTE;
    world.store.prune(Date.parse(NOON) + day);
    assert.deepEqual(
      [(await world.latest('GPU-1')).length, (await world.rollups('GPU-1', at(0), at(30))).length],
      [0, 1],
    );
    world.store.prune(Date.parse(NOON) + 8 * day);
    assert.deepEqual(await world.rollups('GPU-1', at(0), at(30)), []);
  });
});

describe('a bucket', () => {
  it('has the mean of what was measured, whatever was not', () => {
    const value = fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(fc.record({ utilisationGpu: value, memoryUsedMiB: value }), { minLength: 1 }),
        (samples) => {
          const rollup = samples.reduce<Rollup | undefined>(addSample, undefined);
          assert.ok(rollup);
          assert.equal(rollup.samples, samples.length);
          const measured = samples.flatMap(({ memoryUsedMiB }) => memoryUsedMiB ?? []);
          const sum = measured.reduce((a, b) => a + b, 0);
          const mean = measured.length === 0 ? undefined : Math.round((100 * sum) / measured.length) / 100;
          assert.equal(meansOf(rollup).memoryUsedMiB, mean);
          assert.equal(rollup.memoryPeakMiB, measured.length === 0 ? undefined : Math.max(...measured));
        },
      ),
    );
  });
});
