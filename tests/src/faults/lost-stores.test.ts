import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES, type ServiceName } from '@berth/contracts/services';
import { eventually } from '@berth/testing/eventually';
import { freeze } from '../platform/freezing.js';
import { chargesOf, historyOf, jobOf, script, submit, untilState } from '../platform/jobs.js';
import { createLab, logIn, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { everyJob, Journal } from './journal.js';

jest.setTimeout(600_000);

const ROUNDS = Number(process.env['BERTH_FAULT_LOST_STORES'] ?? 20);
/** What may be deleted: views at any time, as documented for operators; the process store by accident. */
const FILES = [['views.sqlite'], ['process.sqlite'], ['views.sqlite', 'process.sqlite']] as const;
/** Between two submissions of a submitter: enough for jobs to be at every scenario at any moment. */
const PAUSE_MS = 150;
const FOREVER = script('setInterval(() => undefined, 1000)');

/** Kills a service and deletes its files before the launcher can bring it back. */
async function loseFiles(platform: Platform, service: ServiceName, files: readonly string[]): Promise<void> {
  const restarts = () => platform.processes().find(({ name }) => name === service)?.restarts ?? 0;
  const before = restarts();
  const thaw = freeze([platform.launcherPid]);
  try {
    const pid = platform.pidOf(service);
    assert.ok(pid !== undefined && platform.kill(service));
    // The launcher is its parent and has not reaped it yet, so it stays in the process table; its files are closed.
    await sleep(50);
    const folder = join(platform.data, 'services', service);
    const found = readdirSync(folder).filter((name) => files.some((file) => name.startsWith(file)));
    assert.notDeepEqual(found, [], service);
    for (const name of found) rmSync(join(folder, name));
  } finally {
    thaw();
  }
  await eventually(() => assert.notEqual(restarts(), before), { timeoutMs: 10_000 });
  await platform.untilReady([service], 60_000);
}

async function parkedIn({ admin }: Lab): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const service of SERVICES) {
    const { parked } = await admin.api.ask<{ parked: Nodes<object> }>(
      'query ($service: Service!) { parked(service: $service) { edges { node { consumer eventType error } } } }',
      { service: service.toUpperCase() },
    );
    found.push(...nodesOf(parked));
  }
  return found;
}

interface Process {
  readonly name: string;
  readonly state: string;
  readonly behindEvents: number;
}

async function untilAllCaughtUp({ admin }: Lab): Promise<void> {
  await eventually(
    async () => {
      for (const service of SERVICES) {
        const { processes } = await admin.api.ask<{ processes: readonly Process[] }>(
          'query ($service: Service!) { processes(service: $service) { name state behindEvents } }',
          { service: service.toUpperCase() },
        );
        const late = processes.filter(({ state, behindEvents }) => state !== 'LIVE' || behindEvents > 0);
        assert.deepEqual(late, [], service);
      }
    },
    { timeoutMs: 60_000, everyMs: 300 },
  );
}

const typesOf = async (lab: Lab, id: string): Promise<readonly string[]> =>
  (await historyOf(lab.ada.api, id)).map(({ type }) => type.split('.')[2] ?? '');

describe('views or a process store that are deleted', () => {
  it('bring no old loss of a host back: what runs there since goes on', async () => {
    const platform = await Platform.startFor({
      simulateGpus: 2,
      env: { BERTH_HOST_LOST_AFTER_SECONDS: '4', BERTH_HEARTBEAT_INTERVAL_SECONDS: '1' },
    });
    const lab = await createLab(platform);
    const { hosts } = await lab.admin.api.ask<{ hosts: Nodes<{ id: string }> }>(
      '{ hosts { edges { node { id } } } }',
    );
    const host = nodesOf(hosts)[0]?.id ?? '';
    const hostEvents = async () =>
      (await historyOf(lab.admin.api, host)).map(({ type }) => type.split('.')[2]);
    const thaw = freeze([platform.pidOf('agent') ?? 0]);
    await eventually(async () => assert.ok((await hostEvents()).includes('lost')), { timeoutMs: 20_000 });
    // More than a consumer takes in one go lies between the loss and the return.
    for (let turn = 0; turn < 300; turn += 1)
      await lab.admin.api.do('updatePool', { poolId: lab.pool, maxQueuedPerUser: 100 + turn }, 'pool { id }');
    thaw();
    await eventually(async () => assert.ok((await hostEvents()).includes('returned')), { timeoutMs: 20_000 });
    const jobs = [1, 2].map(() => submit(lab, { ...FOREVER, gpus: { count: 1 } }));
    for (const id of await Promise.all(jobs)) await untilState(lab.ada.api, id, ['RUNNING']);

    for (const files of FILES) {
      await loseFiles(platform, 'scheduler', files);
      await untilAllCaughtUp(lab);
      for (const id of await Promise.all(jobs))
        assert.deepEqual(await typesOf(lab, id), ['submitted', 'queued', 'placed', 'runStarted']);
    }
    assert.deepEqual(await parkedIn(lab), []);
  });

  it('under load, of any service at any moment, end nothing, double nothing and markRunLost nothing', async () => {
    const platform = await Platform.startFor({ simulateGpus: 4 });
    const lab = await createLab(platform);
    await lab.admin.api.do('updatePool', { poolId: lab.pool, maxQueuedPerUser: 100_000 }, 'pool { id }');
    const { reservations } = await lab.ada.api.do<{ reservations: readonly { id: string }[] }>(
      'reserve',
      { project: lab.project, gpus: { count: 1 }, durationMinutes: 60 },
      'reservations { id }',
    );
    const reserved = reservations[0]?.id ?? '';
    const inReservation = await submit(lab, { ...FOREVER, gpus: { count: 1 }, reservation: reserved });
    await untilState(lab.ada.api, inReservation, ['RUNNING']);
    const running = await submit(lab, { ...FOREVER, gpus: { count: 1 } });
    await untilState(lab.ada.api, running, ['RUNNING']);
    // A session that is begun after its password was changed must outlive every repetition of that change.
    const session = await logIn(platform, 'ada');

    const journal = new Journal(session.api, { project: lab.project, command: ['true'] });
    const over = new AbortController();
    const names: string[] = [];
    const submitting = async () => {
      while (!over.signal.aborted) {
        const name = `short-${names.length}`;
        names.push(name);
        await journal.submit([name], 1, AbortSignal.timeout(120_000));
        await sleep(PAUSE_MS);
      }
    };
    const load = Promise.all([submitting(), submitting()]);
    const lost: string[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        await sleep(Math.random() * 1_000);
        const service = SERVICES[round % SERVICES.length] ?? 'scheduler';
        const files = FILES[Math.floor(Math.random() * FILES.length)] ?? FILES[0];
        lost.push(`${service} ${files.join('+')}`);
        await loseFiles(platform, service, files);
      }
    } finally {
      over.abort();
      await load;
    }
    console.log(`${names.length} jobs, lost: ${lost.join(', ')}`);
    await untilAllCaughtUp(lab);

    assert.deepEqual(journal.refused, []);
    const there = await eventually(() => everyJob(lab.admin.api), { timeoutMs: 20_000, everyMs: 500 });
    for (const name of names) assert.deepEqual(there.get(name), [journal.acknowledged.get(name)], name);
    for (const [name, id] of journal.acknowledged) {
      await untilState(lab.ada.api, id, ['SUCCEEDED'], 120_000);
      const types = await typesOf(lab, id);
      const once = ['submitted', 'queued', 'placed', 'runStarted', 'runEnded', 'succeeded'];
      // A run of some milliseconds may have ended before its start was reported.
      assert.deepEqual(
        types.filter((type) => type !== 'runStarted'),
        once.filter((type) => type !== 'runStarted'),
        name,
      );
    }
    await untilAllCaughtUp(lab);
    for (const id of journal.acknowledged.values()) {
      const charges = await eventually(
        async () => {
          const found = await chargesOf(lab.ada.api, id);
          assert.equal(found.length, 1);
          return found;
        },
        { timeoutMs: 20_000 },
      );
      assert.notEqual(charges[0]?.to, null);
    }
    for (const id of [running, inReservation]) {
      const { state, runs } = await jobOf(lab.ada.api, id);
      assert.deepEqual([state, runs.length], ['RUNNING', 1]);
    }
    const held = await session.api.ask<{ reservation: { state: string } | null }>(
      'query ($id: ID!) { reservation(id: $id) { state } }',
      { id: reserved },
    );
    assert.equal(held.reservation?.state, 'ACTIVE');
    assert.deepEqual(await parkedIn(lab), []);
  });
});
