import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { jobOf, submit, untilState } from './platform/jobs.js';
import { createLab, logIn, nodesOf, register, type Lab, type Nodes, type Person } from './platform/lab.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(240_000);

const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 100 };
/** A stream ends within a second; on a machine that is busy with other tests it may take longer, but never the 30 s in which everything is judged again. */
const GRACE_RECHECK_MS = 8_000;
const TICKING = { gpus: { count: 1 }, command: ['sh', '-c', 'while :; do date; sleep 0.2; done'] };

let platform: Platform;
let lab: Lab;
let bob: Person;

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 2 });
  lab = await createLab(platform);
  bob = await register(platform, 'bob');
});
afterAll(() => platform.stop());

const join = async () => {
  const input = { projectId: lab.project, userId: bob.id };
  await lab.admin.api.do('addMember', input, 'project { id }');
};
const leave = async () => {
  const input = { projectId: lab.project, userId: bob.id };
  await lab.admin.api.do('removeMember', input, 'project { id }');
};
const grantTo = async (userId: string): Promise<string> => {
  const { grant } = await lab.admin.api.do<{ grant: { id: string } }>(
    'createGrant',
    { userId, poolId: lab.pool },
    'grant { id }',
  );
  return grant.id;
};

/** Follows until the stream ends; resolves to when the last item came, and how it ended. */
function followed(query: string, variables: object, by = bob) {
  const seen = { items: 0, lastAt: 0, error: '' };
  const ended = (async () => {
    try {
      for await (const _ of by.api.follow(query, variables, AbortSignal.timeout(60_000))) {
        seen.items += 1;
        seen.lastAt = performance.now();
      }
    } catch (error) {
      seen.error = String(error);
    }
  })();
  return { seen, ended };
}

describe('who has lost the right', () => {
  it('to see a job sees no more of its output', async () => {
    await join();
    const job = await submit(lab, TICKING);
    await untilState(lab.ada.api, job, ['RUNNING']);
    await eventually(() => jobOf(bob.api, job), WAIT_OPTIONS);
    const query = 'subscription ($id: ID!) { jobLogs(job: $id) { lines { text } } }';
    const { seen, ended } = followed(query, { id: job });
    await eventually(() => assert.ok(seen.items > 2), WAIT_OPTIONS);
    const at = performance.now();
    await leave();
    await ended;
    assert.match(seen.error, /NOT_FOUND/);
    assert.ok(performance.now() - at < GRACE_RECHECK_MS, `it ended after ${performance.now() - at} ms`);
    await lab.ada.api.do('cancelJob', { jobId: job }, 'job { id }');
    await untilState(lab.ada.api, job, ['CANCELLED']);
  });

  it('to use a host sees no more of its devices', async () => {
    const grant = await grantTo(bob.id);
    const { hosts } = await eventually(async () => {
      const answer = await bob.api.ask<{ hosts: { edges: { node: { id: string } }[] } }>(
        '{ hosts { edges { node { id } } } }',
      );
      assert.equal(answer.hosts.edges.length, 1);
      return answer;
    }, WAIT_OPTIONS);
    const query = 'subscription ($id: ID!) { deviceSamples(host: $id) { at devices { uuid } } }';
    const { seen, ended } = followed(query, { id: hosts.edges[0]?.node.id });
    await eventually(() => assert.ok(seen.items > 0), WAIT_OPTIONS);
    const at = performance.now();
    await lab.admin.api.do('revokeGrant', { grantId: grant }, 'grant { id }');
    await ended;
    assert.ok(performance.now() - at < GRACE_RECHECK_MS, `it ended after ${performance.now() - at} ms`);
  });

  it('to hold a device gets none for what waits, until the right is back', async () => {
    await join();
    await grantTo(bob.id);
    const holding = await submit(lab, { ...TICKING, gpus: { count: 2 } });
    await untilState(lab.ada.api, holding, ['RUNNING']);
    const waiting = await eventually(
      () => submit(lab, { gpus: { count: 1 }, command: ['true'] }, bob.api),
      WAIT_OPTIONS,
    );
    await leave();
    await lab.ada.api.do('cancelJob', { jobId: holding }, 'job { id }');
    await untilState(lab.ada.api, holding, ['CANCELLED']);
    await eventually(async () => {
      const { state, pending } = await jobOf(lab.ada.api, waiting);
      assert.deepEqual(
        [state, pending?.reasons.map(({ code }) => code)],
        ['QUEUED', ['SUBMITTER_NOT_ALLOWED']],
      );
    }, WAIT_OPTIONS);
    await join();
    await untilState(lab.ada.api, waiting, ['SUCCEEDED']);
  });

  it('to go on with a session is refused at once, and its streams end; others go on', async () => {
    const lost = await logIn(platform, 'bob');
    const { sessions } = await lost.api.ask<{ sessions: Nodes<{ id: string; current: boolean }> }>(
      '{ sessions { edges { node { id current } } } }',
    );
    const session = nodesOf(sessions).find(({ current }) => current)?.id;
    await join();
    const job = await submit(lab, TICKING);
    await eventually(() => jobOf(lost.api, job), WAIT_OPTIONS);
    const query = 'subscription ($id: ID!) { jobLogs(job: $id) { lines { text } } }';
    const { seen, ended } = followed(query, { id: job }, lost);
    await eventually(() => assert.ok(seen.items > 2), WAIT_OPTIONS);
    const at = performance.now();
    await bob.api.do('revokeSession', { sessionId: session }, 'done');
    await ended;
    assert.match(seen.error, /the session has ended/);
    assert.ok(performance.now() - at < GRACE_RECHECK_MS, `it ended after ${performance.now() - at} ms`);
    await assert.rejects(lost.api.ask('{ apiTokens { id } }'), /the session has ended/);
    await bob.api.ask('{ apiTokens { id } }');
    await lab.ada.api.do('cancelJob', { jobId: job }, 'job { id }');
  });
});
