import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { hello } from '@berth/contracts/agent/messages';
import { eventually } from '@berth/testing/eventually';
import { FakeNvidiaSmi } from '@berth/testing/nvidia-smi';
import { AgentProcess } from '../testing/agent-process.js';
import { FakePlatform } from '../testing/fake-platform.js';

const A = { uuid: 'GPU-a' };
const B = { uuid: 'GPU-b', pciBusId: '00000000:02:00.0' };

describe('an agent whose nvidia-smi can not be relied on', () => {
  let platform: FakePlatform;
  let agent: AgentProcess | undefined;
  const anAgent = (smi: FakeNvidiaSmi, withinSeconds = 1) =>
    (agent = new AgentProcess(platform, {
      BERTH_NVIDIA_SMI: smi.program,
      BERTH_NVIDIA_SMI_SECONDS: String(withinSeconds),
      BERTH_SIMULATE_GPUS: '1',
    }));
  const lastHello = ({ hostId }: AgentProcess) =>
    hello.parse(platform.callsOf(hostId, 'hello').at(-1)?.input);
  /** Until its last greeting says just this: kinds of conditions, devices that err. */
  const untilTold = (own: AgentProcess, conditions: readonly string[], faults: readonly string[]) =>
    eventually(() => {
      const told = lastHello(own);
      assert.deepEqual(
        [told.conditions?.map(({ kind }) => kind), told.faults?.map(({ uuid }) => uuid)],
        [conditions, faults],
      );
      return told;
    });
  const untilSampled = (uuids: readonly string[], since = platform.samples.length) =>
    eventually(() => {
      const samples = platform.samples.slice(since);
      const sampled = samples.map(({ devices }) =>
        devices.filter(({ simulated }) => !simulated).map(({ uuid }) => uuid),
      );
      assert.ok(sampled.some((found) => found.join() === uuids.join()));
      // simulated devices are sampled whatever becomes of real ones
      assert.ok(samples.every(({ devices }) => devices.some(({ simulated }) => simulated)));
    });

  beforeAll(async () => {
    platform = await FakePlatform.start();
  });
  afterEach(() => agent?.end('SIGTERM'));
  afterAll(() => platform.stop());

  it('joins though it hangs from the start, says so, and has its devices when it answers', async () => {
    const smi = new FakeNvidiaSmi(A, B);
    smi.does('hang');
    const own = anAgent(smi);
    await own.start();
    const told = await untilTold(own, ['devicesUnreadable'], []);
    assert.deepEqual(
      told.devices.map(({ simulated }) => simulated),
      [true],
    );
    smi.does('answer');
    const { devices } = await untilTold(own, [], []);
    assert.deepEqual(devices.map(({ uuid, index }) => [uuid, index]).slice(0, 2), [
      ['GPU-a', 0],
      ['GPU-b', 1],
    ]);
  });

  it('hears SIGTERM while it hangs at the start', async () => {
    const smi = new FakeNvidiaSmi(A);
    smi.does('hang');
    const own = anAgent(smi, 60);
    const child = own.launch();
    const exited = once(child, 'exit');
    await eventually(() => assert.ok(smi.calls > 0));
    child.kill('SIGTERM');
    await exited;
  });

  for (const mode of ['hang', 'fail', 'half'] as const) {
    it(`tells that devices can not be read when it is told to ${mode}, and samples them again afterwards`, async () => {
      const smi = new FakeNvidiaSmi(A, B);
      const own = anAgent(smi);
      await own.start();
      await untilSampled(['GPU-a', 'GPU-b']);
      smi.does(mode);
      const told = await untilTold(own, ['devicesUnreadable'], []);
      assert.deepEqual(told.devices.length, 3);
      await untilSampled([]);
      smi.does('answer');
      await untilTold(own, [], []);
      await untilSampled(['GPU-a', 'GPU-b']);
    });
  }

  it('tells of a device that is gone, and that it is back', async () => {
    const smi = new FakeNvidiaSmi(A, B);
    const own = anAgent(smi);
    await own.start();
    await untilTold(own, [], []);
    smi.list(B);
    await untilTold(own, [], ['GPU-a']);
    smi.list(A, B);
    await untilTold(own, [], []);
  });
});
