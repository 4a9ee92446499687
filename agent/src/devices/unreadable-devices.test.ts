import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { hostRegistration } from '@berth/contracts/agent/messages';
import { eventually } from '@berth/testing/eventually';
import { FakeNvidiaSmi } from '@berth/testing/nvidia-smi';
import { AgentProcess } from '../testing/agent-process.js';
import { FakePlatform } from '../testing/fake-platform.js';

const A = { uuid: 'GPU-a' };
const B = { uuid: 'GPU-b', pciBusId: '00000000:02:00.0' };

describe('an agent whose nvidia-smi cannot be relied on', () => {
  let platform: FakePlatform;
  let agent: AgentProcess | undefined;
  const anAgent = (smi: FakeNvidiaSmi, withinSeconds = 1) =>
    (agent = new AgentProcess(platform, {
      BERTH_NVIDIA_SMI: smi.program,
      BERTH_NVIDIA_SMI_TIMEOUT_SECONDS: String(withinSeconds),
      BERTH_SIMULATE_GPUS: '1',
    }));
  const lastRegistration = ({ hostId }: AgentProcess) =>
    hostRegistration.parse(platform.callsOf(hostId, 'register').at(-1)?.input);
  /** Until its last registration says just this: kinds of conditions, devices that err. */
  const untilReported = (own: AgentProcess, conditions: readonly string[], faults: readonly string[]) =>
    eventually(() => {
      const reported = lastRegistration(own);
      assert.deepEqual(
        [reported.conditions?.map(({ kind }) => kind), reported.faults?.map(({ uuid }) => uuid)],
        [conditions, faults],
      );
      return reported;
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
    const reported = await untilReported(own, ['devicesUnreadable'], []);
    assert.deepEqual(
      reported.devices.map(({ simulated }) => simulated),
      [true],
    );
    smi.does('answer');
    const { devices } = await untilReported(own, [], []);
    assert.deepEqual(devices.map(({ uuid, index }) => [uuid, index]).slice(0, 2), [
      ['GPU-a', 0],
      ['GPU-b', 1],
    ]);
  });

  it('exits on SIGTERM while nvidia-smi hangs at the start', async () => {
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
    it(`tells that devices cannot be read when it is reported to ${mode}, and samples them again afterwards`, async () => {
      const smi = new FakeNvidiaSmi(A, B);
      const own = anAgent(smi);
      await own.start();
      await untilSampled(['GPU-a', 'GPU-b']);
      smi.does(mode);
      const reported = await untilReported(own, ['devicesUnreadable'], []);
      assert.deepEqual(reported.devices.length, 3);
      await untilSampled([]);
      smi.does('answer');
      await untilReported(own, [], []);
      await untilSampled(['GPU-a', 'GPU-b']);
    });
  }

  it('reports a device that is gone, and that it is back', async () => {
    const smi = new FakeNvidiaSmi(A, B);
    const own = anAgent(smi);
    await own.start();
    await untilReported(own, [], []);
    smi.list(B);
    await untilReported(own, [], ['GPU-a']);
    smi.list(A, B);
    await untilReported(own, [], []);
  });
});
