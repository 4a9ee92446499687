import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { projectsQuery } from '@berth/contracts/auth/operations';
import { hostsByIdQuery } from '@berth/contracts/inventory/operations';
import { jobQuery, jobsByIdQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aHost, aJob } from '../testing/fixtures.js';
import { toGlobalId } from '../graphql/ids.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const EVENTS = `subscription ($project: ID, $job: ID, $after: String) {
  jobEvents(project: $project, job: $job, after: $after) { cursor type jobId data job { state } }
}`;
const NONE = { items: [], hasNextPage: false, hasPreviousPage: false };
const mine = newId();
const others = newId();

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  platform.answer(jobsQuery, () => NONE);
  platform.answer(jobQuery, ({ jobId }) => aJob({ id: String(jobId) }));
  platform.answer(jobsByIdQuery, ({ ids }) => (ids as string[]).map((id) => aJob({ id })));
  platform.answer(projectsQuery, () => ({
    ...NONE,
    items: [{ cursor: 'a', node: { id: mine, name: 'mine', archived: false, members: [], createdAt: '' } }],
  }));
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

const queued = (projectId: string, jobId: string, note = '') =>
  platform.publish(`job:${jobId}`, 'scheduler.job.queued.v1', {
    jobId,
    projectId,
    cause: 'submitted',
    queuedAt: '2026-01-01T00:00:00.000Z',
    note,
  });

/** Reads until `count` items are there, and leaves. */
async function take(events: AsyncIterableIterator<unknown>, count: number) {
  const taken: { cursor: string; jobId: string; data: { note: string }; job: { state: string } }[] = [];
  for await (const item of events) {
    const { data, errors } = item as { data?: { jobEvents: (typeof taken)[number] }; errors?: unknown };
    assert.equal(errors, undefined, JSON.stringify(errors));
    if (data) taken.push(data.jobEvents);
    if (taken.length === count) break;
  }
  return taken;
}

/** A subscription "from now on" begins once the gateway has asked for the caller's projects. */
async function begun(start: () => Promise<unknown>): Promise<void> {
  let asked = false;
  platform.answer(projectsQuery, () => {
    asked = true;
    return {
      ...NONE,
      items: [{ cursor: 'a', node: { id: mine, name: 'mine', archived: false, members: [], createdAt: '' } }],
    };
  });
  void start();
  await eventually(() => assert.ok(asked));
}

describe('jobEvents', () => {
  it("shows a member the events of the member's projects, as they happen", async () => {
    const member = client.as(await platform.issuer.token());
    let taken: ReturnType<typeof take> | undefined;
    await begun(() => (taken = take(member.follow(EVENTS), 2)));
    const done = taken?.then(() => true);
    await eventually(async () => {
      await queued(others, newId(), 'hidden');
      await queued(mine, newId(), 'seen');
      assert.equal(await Promise.race([done, Promise.resolve(false)]), true);
    });
    const events = await taken;
    assert.deepEqual(
      events?.map(({ data }) => data.note),
      ['seen', 'seen'],
    );
    assert.equal(events?.[0]?.job.state, 'QUEUED');
  });

  it('leaves out devices and hosts that a member has no grant for, and tells staff all', async () => {
    const [seenHost, hiddenHost] = [newId(), newId()];
    const device = (uuid: string) => ({ uuid, index: 0, model: 'T4', simulated: false });
    platform.answer(hostsByIdQuery, ({ ids }) =>
      (ids as string[]).filter((id) => id === seenHost).map((id) => aHost({ id })),
    );
    const run = { run: 1, state: 'placed', leaseId: newId(), hostId: seenHost, placedAt: '' } as const;
    platform.answer(jobsByIdQuery, ({ ids }) =>
      (ids as string[]).map((id) => aJob({ id, runs: [{ ...run, devices: [device('GPU-seen')] }] })),
    );
    const job = newId();
    const placed = (hostId: string) =>
      platform.publish(`job:${job}`, 'scheduler.job.placed.v1', {
        jobId: job,
        projectId: mine,
        run: 1,
        leaseId: run.leaseId,
        hostId,
        devices: [device('GPU-seen'), device('GPU-hidden')],
        placedAt: '2026-01-01T00:00:00.000Z',
      });
    for (const hostId of [seenHost, hiddenHost]) await placed(hostId);
    const shownTo = async (role: 'member' | 'operator') => {
      const who = client.as(await platform.issuer.token({ role }));
      const events = (await take(who.follow(EVENTS, { job }), 2)) as unknown as {
        data: { hostId?: string; devices: { uuid: string }[] };
      }[];
      return events.map(({ data }) => [data.hostId ?? null, data.devices.map(({ uuid }) => uuid)]);
    };
    assert.deepEqual(await shownTo('member'), [
      [seenHost, ['GPU-seen']],
      [null, ['GPU-seen']],
    ]);
    const all = ['GPU-seen', 'GPU-hidden'];
    assert.deepEqual(await shownTo('operator'), [
      [seenHost, all],
      [hiddenHost, all],
    ]);
    platform.answer(jobsByIdQuery, ({ ids }) => (ids as string[]).map((id) => aJob({ id })));
  });

  it('begins with the first event of one job, and goes on after a cursor: none lost, none twice', async () => {
    const operator = client.as(await platform.issuer.token({ role: 'operator' }));
    const job = newId();
    for (let index = 0; index < 600; index += 1) await queued(others, job, String(index));
    const first = await take(operator.follow(EVENTS, { job }), 250);
    const rest = take(operator.follow(EVENTS, { job, after: first.at(-1)?.cursor }), 450);
    for (let index = 600; index < 700; index += 1) await queued(others, job, String(index));
    assert.deepEqual(new Set(first.map(({ jobId }) => jobId)), new Set([toGlobalId('Job', job)]));
    const notes = [...first, ...(await rest)].map(({ data }) => data.note);
    assert.deepEqual(
      notes,
      Array.from({ length: 700 }, (_, index) => String(index)),
    );
  });

  it('reads far behind what is kept in memory, filtered by project', async () => {
    const operator = client.as(await platform.issuer.token({ role: 'operator' }));
    const project = newId();
    const start = await take(operator.follow(EVENTS, { job: await someJob() }), 1);
    const sent = await Promise.all(
      Array.from({ length: 3000 }, (_, index) => queued(index % 3 === 0 ? project : others, newId(), 'x')),
    );
    assert.equal(new Set(sent).size, 3000);
    const events = await take(operator.follow(EVENTS, { project, after: start[0]?.cursor }), 1000);
    assert.equal(new Set(events.map(({ cursor }) => cursor)).size, 1000);
  });

  it('follows changes of membership while it is open', async () => {
    const userId = newId();
    const member = client.as(await platform.issuer.token({ userId }));
    const joined = newId();
    let taken: ReturnType<typeof take> | undefined;
    await begun(() => (taken = take(member.follow(EVENTS), 2)));
    await platform.publish(`project:${joined}`, 'auth.project.memberAdded.v1', {
      projectId: joined,
      userId,
      memberRole: 'member',
    });
    const done = taken?.then(() => true);
    await eventually(async () => {
      await queued(joined, newId(), 'joined');
      assert.equal(await Promise.race([done, Promise.resolve(false)]), true);
    });
    assert.ok((await taken)?.every(({ data }) => data.note === 'joined'));
  });

  it('refuses what is no cursor, a job that is not there, and whoever has not logged in', async () => {
    const operator = client.as(await platform.issuer.token({ role: 'operator' }));
    const refusal = async (of: TestClient, variables: { [name: string]: unknown }) => {
      for await (const { errors } of of.follow(EVENTS, variables)) return errors?.[0];
      return undefined;
    };
    const wrong = await refusal(operator, { after: 'nonsense' });
    assert.deepEqual(wrong?.extensions, { code: 'VALIDATION_FAILED', field: 'after' });
    assert.equal((await refusal(client, {}))?.extensions?.['code'], 'UNAUTHENTICATED');
    platform.answer(jobQuery, () => null);
    assert.equal((await refusal(operator, { job: newId() }))?.extensions?.['code'], 'NOT_FOUND');
    platform.answer(jobQuery, ({ jobId }) => aJob({ id: String(jobId) }));
  });
});

async function someJob(): Promise<string> {
  const job = newId();
  await queued(others, job);
  return job;
}
