import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { createLab, type Lab } from '../platform/lab.js';
import { Platform, type ProcessName } from '../platform/platform.js';
import { Journal, everyJob } from './journal.js';

const JOBS = Number(process.env['BERTH_FAULT_JOBS'] ?? 10_000);
const AT_ONCE = 32;
const VICTIMS: readonly ProcessName[] = [
  'nats-server',
  'scheduler',
  'gateway',
  'auth',
  'inventory',
  'billing',
  'telemetry',
];

/** No host runs them: what is verified is whether they are accepted. */
async function keepInQueue({ admin, pool }: Lab): Promise<void> {
  const { hosts } = await admin.api.ask<{ hosts: { edges: { node: { id: string } }[] } }>(
    '{ hosts { edges { node { id } } } }',
  );
  for (const { node } of hosts.edges)
    await admin.api.do('cordonHost', { hostId: node.id, reason: 'a test' }, 'host { id }');
  await admin.api.do('updatePool', { poolId: pool, maxQueuedPerUser: 1_000_000 }, 'pool { id }');
  // the scheduler receives events in their order: when it has the new name, it has the rest
  await admin.api.do('updatePool', { poolId: pool, name: 'known' }, 'pool { id }');
}

it('each of thousands of jobs is there once, whatever is killed', async () => {
  const platform = await Platform.startFor();
  const kills: ProcessName[] = [];
  const lab = await createLab(platform);
  await keepInQueue(lab);
  const job = { project: lab.project, pool: 'known', command: ['true'] };
  await eventually(() => lab.ada.api.do('submitJob', { ...job, name: 'the first' }, 'job { id }'), {
    timeoutMs: 10_000,
  });

  const journal = new Journal(lab.ada.api, job);
  const over = new AbortController();
  const killing = (async () => {
    // each in its turn, then anyone
    while (!over.signal.aborted) {
      await sleep(2_000 + Math.random() * 2_000, undefined, { signal: over.signal }).catch(() => undefined);
      const victim = VICTIMS[kills.length] ?? VICTIMS[Math.floor(Math.random() * VICTIMS.length)];
      if (!over.signal.aborted && victim && platform.kill(victim)) kills.push(victim);
    }
  })();
  const names: string[] = [];
  const end = AbortSignal.any([over.signal, AbortSignal.timeout(200_000)]);
  const untilEnough = function* () {
    while (!end.aborted && (names.length < JOBS || kills.length < VICTIMS.length)) {
      const name = `job-${names.length}`;
      names.push(name);
      yield name;
    }
  };
  try {
    await journal.submit(untilEnough(), AT_ONCE, end);
  } finally {
    over.abort();
    await killing;
  }
  await platform.untilReady([...VICTIMS, 'agent']);
  console.log(`${names.length} jobs in ${journal.tries} tries, killed: ${kills.join(', ')}`);

  assert.deepEqual(journal.refused, []);
  assert.equal(journal.acknowledged.size, names.length);
  assert.ok(journal.tries > names.length, 'no kill has hit a submission');
  const there = await eventually(() => everyJob(lab.admin.api), { timeoutMs: 20_000, everyMs: 500 });
  there.forEach((ids, name) => assert.equal(ids.length, 1, `${name} is there as ${ids.join(' and ')}`));
  const wrong = names.filter((name) => there.get(name)?.[0] !== journal.acknowledged.get(name));
  assert.deepEqual(wrong, []);
  // and the one before them
  assert.equal(there.size, names.length + 1);
}, 300_000);
