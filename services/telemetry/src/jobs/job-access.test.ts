import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { memoryReadModels } from '@berth/read-models/testing';
import type { Identity } from '@berth/service-host/operation';
import { JobAccess } from './job-access.js';
import { JOBS, type KnownJob } from './job-directory.view.js';
import { PROJECT_MEMBERS, type ProjectMembers } from '@berth/service-host/project-members.view';

const who = (userId: string, role: Identity['role'] = 'member'): Identity => ({ kind: 'user', userId, role });

function world() {
  const readModels = memoryReadModels();
  const jobs = readModels.collection<KnownJob>(JOBS);
  const members = readModels.collection<ProjectMembers>(PROJECT_MEMBERS);
  const addJob = (jobId: string, projectId: string) =>
    jobs.write([{ id: jobId, document: { jobId, projectId, runs: [] }, position: toPosition(1) }]);
  const addProject = (id: string, ...userIds: string[]) =>
    members.write([{ id, document: { members: userIds }, position: toPosition(1) }]);
  return { access: new JobAccess(jobs, members), addJob, addProject };
}

describe('who may read the output of a job', () => {
  it('are members of its project, and those who see everything', async () => {
    const { access, addJob, addProject } = world();
    await addJob('J1', 'P1');
    await addJob('J2', 'P2');
    await addProject('P1', 'ada');
    const seen = async (identity: Identity) =>
      (await access.visibleJobs(identity, ['J1', 'J2', 'J3'])).map(({ jobId }) => jobId);
    assert.deepEqual(await seen(who('ada')), ['J1']);
    assert.deepEqual(await seen(who('eve')), []);
    assert.deepEqual(await seen(who('eve', 'guest')), []);
    for (const role of ['admin', 'operator', 'auditor'] as const) {
      assert.deepEqual(await seen(who('root', role)), ['J1', 'J2']);
    }
  });

  it('find a job that was submitted a moment ago', async () => {
    const { access, addJob, addProject } = world();
    const found = access.visibleJob(who('ada'), 'J');
    await addProject('P', 'ada');
    await addJob('J', 'P');
    assert.equal((await found).jobId, 'J');
  });

  it('cannot hold up others by asking for what does not exist', async () => {
    const { access } = world();
    const began = performance.now();
    const waiting = Array.from({ length: 32 }, () => access.visibleJob(who('eve'), 'none'));
    const refused = waiting.map((each) => assert.rejects(each, /no such job/));
    await assert.rejects(access.visibleJob(who('eve'), 'none'), /no such job/);
    const refusedAfter = performance.now() - began;
    await Promise.all(refused);
    assert.ok(refusedAfter < performance.now() - began);
  });
});
