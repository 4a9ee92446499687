import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { hostId } from '../testing/fixtures.js';
import { conditions, lost, removed, returned, someGpus } from '../testing/foreign-events.js';
import { ada, aHost, WAIT_OPTIONS } from '../testing/one-host.js';

describe('a host that was removed', () => {
  it('loses its runs, takes no more, and is refused what it says', async () => {
    const { world, hear, submit, until, untilReasons } = await aHost();
    const jobId = await submit();
    await until(jobId, 'running', 1);
    await hear(removed(hostId));
    const job = await until(jobId, 'queued', 1);
    assert.deepEqual([job.runs[0]?.outcome, job.runs[0]?.message], ['lost', 'its host was removed']);
    await untilReasons(jobId, 'WAITING_FOR_HOSTS');
    await assert.rejects(world.connectionOf(hostId).reconcile([]), /this host was removed/);
  });
});

describe('bringing books and runs together', () => {
  it('takes no run from a host because of an old word of its agent', async () => {
    const { world, agent, submit, until } = await aHost();
    const jobId = await submit();
    await until(jobId, 'running', 1);
    const answer = await world.connectionOf(hostId).reconcile([]);
    assert.deepEqual(answer, { end: [], start: [] });
    const next = await submit();
    agent.finishAll();
    await until(jobId, 'succeeded', 1);
    await until(next, 'running', 1);
  });

  it('finds a run lost that its agent has forgotten, and queues the job again', async () => {
    const { agent, submit, until } = await aHost();
    const jobId = await submit();
    await until(jobId, 'running', 1);
    agent.forgetAll();
    await agent.reconcile();
    const job = await until(jobId, 'running', 2);
    assert.equal(job.runs[0]?.message, 'the host no longer knows this run');
  });

  it('gives an agent what it was not told, when it comes to reconcile', async () => {
    const { agent, hear, submit, until } = await aHost({ sweepSeconds: 600 });
    agent.isReachable = false;
    await agent.reconcile();
    await hear({ type: 'inventory.host.uncordoned.v1', data: { hostId } });
    const jobId = await submit({ env: { SEED: '42' } });
    await until(jobId, 'placed', 1);
    await agent.reconcile();
    await until(jobId, 'running', 1);
    assert.deepEqual(agent.orders[0]?.env, { SEED: '42' });
  });

  it('offers a host only once it has nothing left to end', async () => {
    const { world, agent, hear, submit, until, untilReasons } = await aHost();
    const jobId = await submit();
    await until(jobId, 'running', 1);
    agent.isReachable = false;
    await hear(lost(hostId), returned(hostId));
    assert.equal((await until(jobId, 'running', 1)).id, jobId);
    await hear(lost(hostId));
    await until(jobId, 'queued', 1);
    await hear(returned(hostId));
    await untilReasons(jobId, 'HOSTS_UNAVAILABLE');
    const { end } = await world.connectionOf(hostId).reconcile(agent.runs);
    assert.deepEqual(end, [{ jobId, run: 1 }]);
    await untilReasons(jobId, 'HOSTS_UNAVAILABLE');
    agent.isReachable = true;
    await until(jobId, 'running', 2);
    assert.deepEqual(
      agent.runs.map(({ run, state }) => [run, state]),
      [
        [1, 'ended'],
        [2, 'running'],
      ],
    );
  });
});

describe('a host with something wrong', () => {
  const DISK_FULL = { kind: 'diskFull', message: 'the disk of /srv is full' } as const;
  const UNREADABLE = { kind: 'devicesUnreadable', message: 'nvidia-smi does not answer' } as const;

  it('takes nothing while its disk is full, keeps what runs, and goes on by itself', async () => {
    const { world, agent, hear, submit, until, untilReasons } = await aHost();
    const running = await submit();
    await until(running, 'running', 1);
    await hear(conditions(hostId, DISK_FULL));
    const waiting = await submit({ gpus: { count: 0 } });
    await untilReasons(waiting, 'HOSTS_UNAVAILABLE');
    const [view] = await world.pending.pending(ada, [waiting]);
    assert.equal(
      view?.reasons[0]?.message,
      '1 host would fit, but none takes work now: one: the disk of /srv is full',
    );
    agent.finishAll();
    assert.equal((await until(running, 'succeeded', 1)).runs[0]?.outcome, 'succeeded');
    await untilReasons(waiting, 'HOSTS_UNAVAILABLE');
    await hear(conditions(hostId));
    await until(waiting, 'running', 1);
  });

  it('gives nobody devices that cannot be read, and work on its CPU goes on', async () => {
    const { world, hear, submit, until, untilReasons } = await aHost();
    await hear(conditions(hostId, UNREADABLE));
    const gpu = await submit();
    const cpu = await submit({ gpus: { count: 0 } });
    await until(cpu, 'running', 1);
    await untilReasons(gpu, 'HOSTS_UNAVAILABLE');
    const [view] = await world.pending.pending(ada, [gpu]);
    assert.match(
      view?.reasons[0]?.message ?? '',
      /0 at most in service, the others are unreadable \(nvidia-smi does not answer\)$/,
    );
    await hear(conditions(hostId));
    await until(gpu, 'running', 1);
  });
});

describe('a pool of a host that could not read its devices yet', () => {
  it('takes jobs for devices, and lets them wait to see what there is', async () => {
    const { hear, submit, until, untilReasons } = await aHost({ gpus: 0 });
    const message = 'nvidia-smi does not answer';
    await hear(conditions(hostId, { kind: 'devicesUnreadable', message }));
    const jobId = await submit();
    await untilReasons(jobId, 'WAITING_FOR_HOSTS');
    const [, reported] = someGpus(hostId, 1);
    await hear(conditions(hostId), reported!);
    await until(jobId, 'running', 1);
  });
});

describe('a device that a job names by its number', () => {
  it('is the one that had it when the job was taken in', async () => {
    const { agent, hear, submit, until } = await aHost({ gpus: 2 });
    const [, both] = someGpus(hostId, 2);
    const running = await submit({ gpus: { count: 2 } });
    await until(running, 'running', 1);
    const named = await submit({ gpus: { count: 1, device: 'cuda:0' } });
    // the first falls off, and the second gets its number
    const [, one] = someGpus(hostId, 1);
    assert.ok(one?.type === 'inventory.host.reported.v1');
    const [device] = one.data.devices;
    assert.ok(device);
    await hear({ ...one, data: { ...one.data, devices: [{ ...device, uuid: 'GPU-one-1', index: 0 }] } });
    agent.finishAll();
    await until(running, 'succeeded', 1);
    const other = await submit();
    const { runs } = await until(other, 'running', 1);
    assert.deepEqual(
      runs[0]?.devices.map(({ uuid }) => uuid),
      ['GPU-one-1'],
    );
    await until(named, 'queued', 0);
    await hear(both!);
    const job = await until(named, 'running', 1);
    assert.deepEqual(
      job.runs[0]?.devices.map(({ uuid }) => uuid),
      ['GPU-one-0'],
    );
    assert.equal(job.spec.gpus.deviceUuid, 'GPU-one-0');
  });
});

describe('a host that is lost', () => {
  it('loses its runs once: the event told again takes nothing from the host that has come back', async () => {
    const { world, hear, submit, until } = await aHost();
    const jobId = await submit();
    await until(jobId, 'running', 1);
    const [event] = await hear(lost(hostId, '2026-01-05T08:59:00.000Z'));
    await hear(returned(hostId));
    await until(jobId, 'running', 2);
    await world.hear(event!);
    assert.ok(await world.viewsAreCurrent());
    assert.equal((await until(jobId, 'running', 2)).runs[1]?.outcome, undefined);
  });

  it('is paid for up to its last proof of life, and never less than nothing', async () => {
    const { world, hear, submit, until } = await aHost();
    const jobId = await submit();
    await until(jobId, 'running', 1);
    await hear(lost(hostId, '2020-01-01T00:00:00.000Z'));
    await until(jobId, 'queued', 1);
    const released = await eventually(async () => {
      for await (const page of world.store.readAll()) {
        const event = page.find(({ type }) => type === 'scheduler.calendar.leaseReleased.v1');
        if (event) return event;
      }
      return assert.fail('not released yet');
    }, WAIT_OPTIONS);
    const leased = (await world.store.read(released.stream))[0];
    assert.ok(String(released.data['endedAt']) >= String(leased?.data['leasedAt']));
    assert.equal(released.data['cause'], 'hostLost');
  });
});
