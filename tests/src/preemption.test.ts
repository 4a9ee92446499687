import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { JOB_FOLDER } from './platform/job-folder.js';
import type { Api } from './platform/api.js';
import { linesOf, script, submit, untilState } from './platform/jobs.js';
import { createLab, nodesOf, register, type Lab, type Nodes } from './platform/lab.js';
import { Platform } from './platform/platform.js';
import { eventually } from '@berth/testing/eventually';

jest.setTimeout(240_000);

interface Run {
  readonly outcome: string | null;
  readonly signal: string | null;
  readonly placedAt: string;
  readonly endedAt: string | null;
  readonly preemption: { readonly cause: string; readonly requestedAt: string } | null;
}

async function runsOf(api: Api, id: string): Promise<readonly Run[]> {
  const { job } = await api.ask<{ job: { runs: readonly Run[] } }>(
    `query ($id: ID!) { job(id: $id) { runs {
       outcome signal placedAt endedAt preemption { cause requestedAt } } } }`,
    { id },
  );
  return job.runs;
}

/** When the first run's devices were leased, by the pool's calendar. */
async function leasedAtOf({ admin, pool }: Lab, job: string): Promise<string> {
  const { history } = await admin.api.ask<{
    history: Nodes<{ type: string; data: { jobId: string; run: number; leasedAt: string } }>;
  }>(
    `query ($id: ID!) { history(id: $id, entity: "calendar", first: 50) { edges { node { type data } } } }`,
    { id: Buffer.from(pool, 'base64url').toString().split(':')[1] },
  );
  const jobId = Buffer.from(job, 'base64url').toString().split(':')[1];
  const lease = nodesOf(history).find(
    ({ type, data }) =>
      type === 'scheduler.calendar.devicesLeased.v1' && data.jobId === jobId && data.run === 1,
  );
  return lease?.data.leasedAt ?? '';
}

/** A member of a better class than ada, with a project. */
async function better(
  { admin, pool }: Lab,
  platform: Platform,
): Promise<Pick<Lab, 'project'> & { api: Api }> {
  const grace = await register(platform, 'grace');
  const { project } = await admin.api.do<{ project: { id: string } }>(
    'createProject',
    { name: 'urgent', leadId: grace.id },
    'project { id }',
  );
  await admin.api.do('createGrant', { userId: grace.id, poolId: pool, priority: 0 }, 'grant { id }');
  return { api: grace.api, project: project.id };
}

const setPreemption = ({ admin, pool }: Lab, preemption: object) =>
  admin.api.do('setPolicy', { pool, preemption }, 'policy { preemption { mode } }');
/** A job creates a file once it handles the warning signal. */
const untilThere = (file: string) =>
  eventually(() => assert.ok(existsSync(file), 'it has not begun'), { timeoutMs: 60_000 });
const ONE_GPU = { gpus: { count: 1 } };
const millis = (from: string, to: string | null): number => Date.parse(to ?? '') - Date.parse(from);

describe('preemption on real processes', () => {
  it('warns a job of a worse class, queues it again, and lets it go on later', async () => {
    const platform = await Platform.startFor({ simulateGpus: 1 });
    const lab = await createLab(platform);
    const grace = await better(lab, platform);
    await setPreemption(lab, { mode: 'LOWER_CLASS', minimumRunMinutes: 0.05, graceSeconds: 20 });
    const folder = JOB_FOLDER;
    const [begun, saved] = [join(folder, 'begun'), join(folder, 'saved')];
    const low = await submit(lab, {
      ...ONE_GPU,
      ...script(
        `import { existsSync, writeFileSync } from 'node:fs';
         const [, begun, saved] = process.argv;
         if (existsSync(saved)) { console.log('goes on'); process.exit(0); }
         process.on('SIGTERM', () => { writeFileSync(saved, ''); console.log('saves'); process.exit(3); });
         console.log('begins');
         writeFileSync(begun, '');
         setTimeout(() => {}, 600_000);`,
        ...[begun, saved],
      ),
    });
    await untilThere(begun);
    const high = await eventually(
      () =>
        submit(
          { ...lab, project: grace.project },
          { ...ONE_GPU, ...script(`console.log('urgent')`) },
          grace.api,
        ),
      { timeoutMs: 20_000 },
    );
    await untilState(grace.api, high, ['SUCCEEDED']);
    await untilState(lab.ada.api, low, ['SUCCEEDED']);
    assert.deepEqual(await linesOf(lab.ada.api, low), ['begins', 'saves', 'goes on']);
    const [first, second] = await runsOf(lab.ada.api, low);
    assert.deepEqual(
      [first?.outcome, first?.preemption?.cause, second?.outcome],
      ['PREEMPTED', 'BETTER_CLASS', 'SUCCEEDED'],
    );
    // It is a moment from the lease, by which the time is counted, to the placement.
    const leasedAt = await leasedAtOf(lab, low);
    const held = millis(leasedAt, first?.preemption?.requestedAt ?? null);
    assert.ok(held >= 3_000, `it was asked to leave after ${held} ms, and had 3 s`);
  });

  it('ends a job that ignores the warning when the grace period is over', async () => {
    const platform = await Platform.startFor({ simulateGpus: 1 });
    const lab = await createLab(platform);
    const grace = await better(lab, platform);
    await setPreemption(lab, { mode: 'LOWER_CLASS', minimumRunMinutes: 0, graceSeconds: 2 });
    const begun = join(JOB_FOLDER, 'begun-again');
    const low = await submit(lab, {
      ...ONE_GPU,
      ...script(
        `import { writeFileSync } from 'node:fs';
         process.on('SIGTERM', () => console.log('stays'));
         writeFileSync(process.argv[1], '');
         setTimeout(() => {}, 600_000);`,
        begun,
      ),
    });
    await untilThere(begun);
    const high = await eventually(
      () => submit({ ...lab, project: grace.project }, { ...ONE_GPU, ...script(';') }, grace.api),
      { timeoutMs: 20_000 },
    );
    await untilState(grace.api, high, ['SUCCEEDED']);
    const [first] = await runsOf(lab.ada.api, low);
    assert.deepEqual([first?.outcome, first?.signal], ['PREEMPTED', 'SIGKILL']);
    const warned = millis(first?.preemption?.requestedAt ?? '', first?.endedAt ?? null);
    assert.ok(warned >= 1_900, `it had ${warned} ms of its 2 s`);
    await lab.ada.api.do('cancelJob', { jobId: low }, 'job { state }');
  });
});
