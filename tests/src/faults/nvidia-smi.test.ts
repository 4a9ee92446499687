import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { FakeNvidiaSmi } from '@berth/testing/nvidia-smi';
import { jobOf, submit, untilState } from '../platform/jobs.js';
import { createLab, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(400_000);

const WAIT_OPTIONS = { timeoutMs: 60_000, everyMs: 200 };
const A = { uuid: 'GPU-a' };
const B = { uuid: 'GPU-b', pciBusId: '00000000:02:00.0' };
const HOSTS =
  '{ hosts { edges { node { status conditions { kind since message } devices { uuid index state stateReason } } } } }';

interface HostSeen {
  readonly status: string;
  readonly conditions: readonly { readonly kind: string; readonly message: string }[];
  readonly devices: readonly {
    readonly uuid: string;
    readonly index: number;
    readonly state: string;
    readonly stateReason: string | null;
  }[];
}

async function hostOf({ admin }: Lab): Promise<HostSeen> {
  const { hosts } = await admin.api.ask<{ hosts: Nodes<HostSeen> }>(HOSTS);
  const [host] = nodesOf(hosts);
  assert.ok(host);
  return host;
}

/** Until the host says so: kinds of its conditions, states of its devices in the order of their numbers. */
const untilHost = (lab: Lab, conditions: readonly string[], states: readonly string[]) =>
  eventually(async () => {
    const host = await hostOf(lab);
    const devices = host.devices.toSorted((a, b) => a.index - b.index);
    assert.deepEqual(
      [host.status, host.conditions.map(({ kind }) => kind), devices.map(({ state }) => state)],
      ['ONLINE', conditions, states],
    );
    return { ...host, devices };
  }, WAIT_OPTIONS);

const untilReason = ({ ada }: Lab, id: string, code: string, message: RegExp) =>
  eventually(async () => {
    const { pending } = await jobOf(ada.api, id);
    const reason = pending?.reasons.find((each) => each.code === code);
    assert.match(reason?.message ?? '', message, JSON.stringify(pending));
  }, WAIT_OPTIONS);

describe('an nvidia-smi that cannot be relied on', () => {
  it('takes no host, takes devices out only while they cannot be read, and ends no run', async () => {
    const smi = new FakeNvidiaSmi(A, B);
    smi.does('hang');
    const env = {
      BERTH_NVIDIA_SMI: smi.program,
      BERTH_NVIDIA_SMI_TIMEOUT_SECONDS: '1',
      BERTH_SAMPLE_INTERVAL_SECONDS: '0.5',
    };
    const platform = await Platform.startFor({ env });
    const lab = await createLab(platform);
    const { api } = lab.ada;
    await untilHost(lab, ['DEVICES_UNREADABLE'], []);
    const cpu = await submit(lab, { command: ['true'] });
    await untilState(api, cpu, ['SUCCEEDED']);
    const early = await submit(lab, { gpus: { count: 2 }, command: ['sleep', '600'] });
    await untilReason(lab, early, 'WAITING_FOR_HOSTS', /devices of 1 host cannot be read/);

    smi.does('answer');
    await untilHost(lab, [], ['AVAILABLE', 'AVAILABLE']);
    await untilState(api, early, ['RUNNING']);

    for (const mode of ['fail', 'half', 'hang'] as const) {
      smi.does(mode);
      const { conditions } = await untilHost(lab, ['DEVICES_UNREADABLE'], ['UNREADABLE', 'UNREADABLE']);
      assert.match(conditions[0]?.message ?? '', /^nvidia-smi .+; check its driver$/);
      assert.equal((await jobOf(api, early)).state, 'RUNNING');
      smi.does('answer');
      await untilHost(lab, [], ['AVAILABLE', 'AVAILABLE']);
    }
    await api.do('cancelJob', { jobId: early }, 'job { id }');

    smi.does('fail');
    await untilHost(lab, ['DEVICES_UNREADABLE'], ['UNREADABLE', 'UNREADABLE']);
    const waiting = await submit(lab, { gpus: { count: 1 }, command: ['true'] });
    await untilReason(lab, waiting, 'HOSTS_UNAVAILABLE', /unreadable \(nvidia-smi failed with status 9/);
    smi.does('answer');
    await untilState(api, waiting, ['SUCCEEDED']);
  });

  it('takes out a device that it no longer lists, and has it back when it does', async () => {
    const smi = new FakeNvidiaSmi(A, B);
    const env = { BERTH_NVIDIA_SMI: smi.program, BERTH_SAMPLE_INTERVAL_SECONDS: '0.5' };
    const platform = await Platform.startFor({ env });
    const lab = await createLab(platform);
    await untilHost(lab, [], ['AVAILABLE', 'AVAILABLE']);
    smi.list(B);
    const { devices } = await untilHost(lab, [], ['ERROR', 'AVAILABLE']);
    assert.deepEqual(
      devices.map(({ uuid, index, stateReason }) => [uuid, index, stateReason]),
      [
        ['GPU-a', 0, 'nvidia-smi no longer lists the device'],
        ['GPU-b', 1, null],
      ],
    );
    const both = await submit(lab, { gpus: { count: 2 }, command: ['true'] });
    await untilReason(
      lab,
      both,
      'HOSTS_UNAVAILABLE',
      /1 at most in service, the others are disabled or in error/,
    );
    smi.list(A, B);
    await untilState(lab.ada.api, both, ['SUCCEEDED']);
    assert.deepEqual(
      (await hostOf(lab)).devices.map(({ state, stateReason }) => [state, stateReason]),
      [
        ['AVAILABLE', null],
        ['AVAILABLE', null],
      ],
    );
  });
});
