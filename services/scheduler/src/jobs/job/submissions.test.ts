import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { idFromName } from '@berth/kernel/ids';
import type { Identity } from '@berth/service-host/operation';
import { tempDir } from '@berth/testing/temp-dir';
import { hostId, poolId, projectId, userId } from '../../testing/fixtures.js';
import {
  aGrant,
  aPool,
  aProject,
  aUser,
  ForeignLog,
  someGpus,
  type ForeignEvent,
} from '../../testing/foreign-events.js';
import { SchedulerWorld } from '../../testing/scheduler-world.js';

const folder = tempDir('submissions');
let worlds = 0;
const ada: Identity = { kind: 'user', userId, role: 'member' };
const grace: Identity = { ...ada, userId: idFromName('user', 'grace') };
const otto: Identity = { kind: 'user', userId: idFromName('user', 'otto'), role: 'operator' };

async function aWorld(max = 100) {
  const own = join(folder, String((worlds += 1)));
  mkdirSync(own);
  const world = await SchedulerWorld.open({ folder: own, agents: [] });
  onTestEnd(() => world.stop());
  const log = new ForeignLog();
  await world.hear(
    ...log.record(aUser(), aProject(), aPool(poolId, { max }), aGrant(), ...someGpus(hostId, 2)),
  );
  const hear = (...events: readonly ForeignEvent[]) => world.hear(...log.record(...events));
  const submit = (input: object = {}, key: string = crypto.randomUUID(), as = ada) =>
    world.submit(as, { name: 'train', project: 'vision', gpus: { count: 1 }, ...input }, key);
  return { world, submit, hear };
}
type Reply = Awaited<ReturnType<SchedulerWorld['submit']>>;
function job(reply: Reply) {
  assert.ok(reply.ok, reply.ok ? '' : `${reply.error.code} ${reply.error.message}`);
  return reply.value.result;
}
const refusal = (reply: Reply) => (reply.ok ? ['OK'] : [reply.error.code, reply.error.field]);

describe('submitting', () => {
  it('takes a job in, queued at once, and says where it stands in the log', async () => {
    const { world, submit } = await aWorld();
    const reply = await submit({ env: { TOKEN: 's3cret' } });
    assert.deepEqual(
      [job(reply).state, job(reply).projectId, job(reply).poolId],
      ['queued', projectId, poolId],
    );
    assert.ok(reply.ok && reply.value.position === (await world.store.lastPosition()));
    const stored = JSON.stringify(await world.store.read(`job:${job(reply).id}`));
    assert.ok(!stored.includes('s3cret') && stored.includes('TOKEN'));
  });

  it('finds project and pool by name or id, among those of the submitter', async () => {
    const { submit, hear } = await aWorld();
    assert.equal(job(await submit({ project: projectId, pool: poolId })).poolId, poolId);
    assert.equal(job(await submit({ pool: 'lab' })).poolId, poolId);
    const [twin, twinPool] = [idFromName('project', 'twin'), idFromName('pool', 'other')];
    await hear(aProject(twin, 'vision', grace.userId), aPool(twinPool, { name: 'other' }));
    assert.equal(job(await submit()).projectId, projectId);
    assert.deepEqual(refusal(await submit({}, 'a', grace)), ['FORBIDDEN', 'pool']);
    assert.deepEqual(refusal(await submit({ project: projectId }, 'b', grace)), ['NOT_FOUND', 'project']);
    assert.deepEqual(refusal(await submit({ pool: 'other' })), ['NOT_FOUND', 'pool']);
    assert.deepEqual(refusal(await submit({ project: 'constructor' })), ['NOT_FOUND', 'project']);
    await hear(aGrant({ poolId: twinPool }));
    assert.deepEqual(refusal(await submit()), ['VALIDATION_FAILED', 'pool']);
    assert.equal(job(await submit({ pool: 'lab' }, 'c', otto)).grantPriority, 1);
  });

  it('refuses who is suspended, and what is archived', async () => {
    const { submit, hear } = await aWorld();
    await hear({ type: 'auth.user.suspended.v1', data: { userId } });
    assert.equal(refusal(await submit())[0], 'FORBIDDEN');
    await hear({ type: 'auth.user.activated.v1', data: { userId } });
    await hear({ type: 'auth.project.archived.v1', data: { projectId } });
    assert.deepEqual(refusal(await submit()), ['INVALID_STATE', 'project']);
  });

  it('again, with the same key, gives the same job and records nothing', async () => {
    const { world, submit, hear } = await aWorld(1);
    const first = job(await submit({ env: { A: '1' } }, 'key'));
    const position = await world.store.lastPosition();
    assert.deepEqual(job(await submit({ env: { A: '1' } }, 'key')), first);
    assert.equal(refusal(await submit({ env: { A: '2' } }, 'key'))[0], 'IDEMPOTENCY_KEY_REUSED');
    assert.equal(await world.store.lastPosition(), position);
    await hear({ type: 'auth.project.archived.v1', data: { projectId } });
    assert.equal(job(await submit({ env: { A: '1' } }, 'key')).id, first.id);
  });

  it("takes the caller's own id once a project, whatever the key, and finds a repeat by it", async () => {
    const { submit, hear } = await aWorld(1);
    const first = job(await submit({ externalId: 'run/1' }, 'key'));
    assert.equal(first.externalId, 'run/1');
    assert.deepEqual(job(await submit({ externalId: 'run/1' }, 'key')), first);
    assert.deepEqual(refusal(await submit({ externalId: 'run/1' }, 'other')), ['QUEUE_FULL', 'pool']);
    await hear({
      type: 'inventory.pool.updated.v1',
      data: { poolId, maxQueuedPerUser: 5 },
    });
    assert.deepEqual(refusal(await submit({ externalId: 'run/1' }, 'other')), [
      'ALREADY_EXISTS',
      'externalId',
    ]);
    job(await submit({ externalId: 'run/2' }));
  });

  it('of many at once takes no more than the queue has room for', async () => {
    const { world, submit } = await aWorld(10);
    const replies = await Promise.all(Array.from({ length: 64 }, () => submit()));
    assert.equal(replies.filter(({ ok }) => ok).length, 10);
    assert.deepEqual(
      new Set(replies.filter(({ ok }) => !ok).map((reply) => refusal(reply)[0])),
      new Set(['QUEUE_FULL']),
    );
    const accepted = replies.flatMap((reply) => (reply.ok ? [reply.value.result.id] : []));
    const cancelled = await world.cancel(ada, accepted[0]!, 'cancel');
    assert.ok(cancelled.ok && cancelled.value.result.state === 'cancelled');
    assert.ok(await world.viewsAreCurrent());
    job(await submit());
  });

  it('counts nothing for what was refused or is a repeat', async () => {
    const { submit } = await aWorld(2);
    job(await submit({ externalId: 'a' }, 'key'));
    for (let turn = 0; turn < 5; turn += 1) {
      job(await submit({ externalId: 'a' }, 'key'));
      assert.deepEqual(refusal(await submit({ externalId: 'a' })), ['ALREADY_EXISTS', 'externalId']);
    }
    job(await submit());
    assert.equal(refusal(await submit())[0], 'QUEUE_FULL');
  });
});
