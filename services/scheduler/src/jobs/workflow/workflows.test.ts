import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { submitWorkflowInput, type WorkflowView } from '@berth/contracts/scheduler/workflow';
import { idFromName } from '@berth/kernel/ids';
import type { Reply } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { hostId, poolId, userId } from '../../testing/fixtures.js';
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
import { ScriptedAgent } from '../../testing/scripted-agent.js';
import { ada } from '../../testing/crash-scenario.js';

const folder = tempDir('workflows');
let worlds = 0;
const grace = { ...ada, userId: idFromName('user', 'grace') };
const grant = aGrant();
const job = { command: ['true'], gpus: { count: 1 } };
const chain = [
  { name: 'train', job },
  { name: 'eval', dependsOn: ['train'], job },
];

async function aWorld(max = 100) {
  const own = join(folder, String((worlds += 1)));
  mkdirSync(own);
  const agent = new ScriptedAgent(hostId);
  agent.finishes = false;
  const world = await SchedulerWorld.open({ folder: own, agents: [agent] });
  onTestEnd(() => world.stop());
  const log = new ForeignLog();
  const hear = (...events: readonly ForeignEvent[]) => world.hear(...log.record(...events));
  await hear(aUser(), aProject(), aPool(poolId, { max }), grant, ...someGpus(hostId, 1));
  const submit = (change: object = {}, key: string = crypto.randomUUID(), as = ada) => {
    const input = submitWorkflowInput.parse({ name: 'nightly', project: 'vision', nodes: chain, ...change });
    return world.workflows.submit(world.callOf(as, 'scheduler.workflow.submit.v1', input, key));
  };
  const until = (id: string, what: (workflow: WorkflowView) => void) =>
    eventually(async () => {
      const [workflow] = await world.workflowViews.byIds(ada, [id]);
      assert.ok(workflow);
      what(workflow);
    });
  return { world, agent, hear, submit, until };
}
type Answer = Awaited<Reply<WorkflowView>>;
function taken(answer: Answer): WorkflowView {
  assert.ok(answer.ok, answer.ok ? '' : `${answer.error.code} ${answer.error.message}`);
  return answer.value.result;
}
const refusal = (answer: Answer) => (answer.ok ? ['OK'] : [answer.error.code, answer.error.field]);
const stateOf = ({ nodes }: WorkflowView, name: string) => nodes.find((node) => node.name === name)?.state;

describe('lists of workflows and of their jobs', () => {
  it('are found by the start of a name and by when they were created, either way round', async () => {
    const { world, agent, submit, until } = await aWorld();
    const made: WorkflowView[] = [];
    for (const name of ['Nightly A', 'weekly', 'nightly b']) {
      made.push(taken(await submit({ name })));
      // instants are in milliseconds: two in the same one have no order in time
      const { createdAt = '' } = made.at(-1) ?? {};
      await eventually(() => assert.ok(new Date().toISOString() > createdAt));
    }
    const [first, second, third] = made;
    await until(third?.id ?? '', () => undefined);
    const names = async (filter: object) =>
      (await world.workflowViews.page(ada, { first: 50, ...filter })).items.map(({ node }) => node.name);
    assert.deepEqual(await names({}), ['nightly b', 'weekly', 'Nightly A']);
    assert.deepEqual(await names({ sort: 'oldest' }), ['Nightly A', 'weekly', 'nightly b']);
    assert.deepEqual(await names({ search: 'NIGHT' }), ['nightly b', 'Nightly A']);
    assert.deepEqual(await names({ search: 'ly' }), []);
    assert.deepEqual(await names({ createdFrom: second?.createdAt }), ['nightly b', 'weekly']);
    assert.deepEqual(await names({ createdUntil: second?.createdAt }), ['Nightly A']);
    assert.deepEqual(
      await names({ search: 'n', createdFrom: first?.createdAt, createdUntil: third?.createdAt }),
      ['Nightly A'],
    );

    await eventually(() => assert.equal(agent.orders.length, 1));
    const jobs = async (filter: object) =>
      (await world.views.page(ada, { first: 50, ...filter })).items.map(({ node }) => node);
    await eventually(async () => assert.equal((await jobs({})).length, 3));
    const newest = await jobs({});
    const oldest = await jobs({ sort: 'oldest' });
    assert.deepEqual(
      oldest.map(({ id }) => id),
      newest.map(({ id }) => id).reverse(),
    );
    const middle = newest[1]?.createdAt ?? '';
    assert.ok((await jobs({ createdFrom: middle })).every(({ createdAt }) => createdAt >= middle));
    assert.ok((await jobs({ createdUntil: middle })).every(({ createdAt }) => createdAt < middle));
    const parted = [...(await jobs({ createdFrom: middle })), ...(await jobs({ createdUntil: middle }))];
    assert.deepEqual(parted, newest);

    const page = await world.views.page(ada, { first: 2, sort: 'oldest' });
    const after = page.items.at(-1)?.cursor;
    const rest = await world.views.page(ada, { first: 2, sort: 'oldest', after });
    assert.deepEqual(
      [...page.items, ...rest.items].map(({ node }) => node.id),
      oldest.map(({ id }) => id),
    );
    // a cursor of one order is no place in the other
    await assert.rejects(world.views.page(ada, { first: 2, after }), /after: is not a valid cursor/);
  });
});

describe('submitting a workflow', () => {
  it('is refused by the field of the node that is wrong, and records nothing', async () => {
    const { world, submit } = await aWorld();
    const position = await world.store.lastPosition();
    const node = (change: object) => ({ nodes: [chain[0], { name: 'eval', job: { ...job, ...change } }] });
    const table: readonly [object, string, string][] = [
      [node({ gpus: { count: 9 } }), 'CAN_NEVER_RUN', 'nodes.1.job.gpus.count'],
      [node({ command: [] }), 'VALIDATION_FAILED', 'nodes.1.job.command'],
      [node({ pool: 'none' }), 'NOT_FOUND', 'nodes.1.job.pool'],
      [{ pool: 'none' }, 'NOT_FOUND', 'pool'],
      [{ project: 'none' }, 'NOT_FOUND', 'project'],
      [{ nodes: [{ name: 'a', dependsOn: ['a'], job }] }, 'VALIDATION_FAILED', 'nodes'],
      [{ nodes: [{ name: 'a', when: 'failed', job }] }, 'VALIDATION_FAILED', 'nodes.0.dependsOn'],
    ];
    for (const [change, ...expected] of table) assert.deepEqual(refusal(await submit(change)), expected);
    const wrong = await submit(node({ gpus: { count: 9 } }));
    assert.match(wrong.ok ? '' : wrong.error.message, /^nodes\.1\.job\.gpus\.count: /);
    assert.equal(await world.store.lastPosition(), position);
  });

  it('again, with the same key or own id, gives the same workflow', async () => {
    const { submit, hear } = await aWorld(1);
    const first = taken(await submit({ externalId: 'run/1' }, 'key'));
    assert.equal(taken(await submit({ externalId: 'run/1' }, 'key')).id, first.id);
    assert.deepEqual(refusal(await submit({ externalId: 'run/1' }, 'other')), ['QUEUE_FULL', 'pool']);
    await hear({ type: 'inventory.pool.updated.v1', data: { poolId, maxQueuedPerUser: 5 } });
    assert.deepEqual(refusal(await submit({ externalId: 'run/1' }, 'other')), [
      'ALREADY_EXISTS',
      'externalId',
    ]);
    assert.deepEqual(refusal(await submit({ externalId: 'run/1', name: 'x' }, 'key')), [
      'IDEMPOTENCY_KEY_REUSED',
      'idempotencyKey',
    ]);
  });

  it('is for members of the project, who alone see it', async () => {
    const { world, submit, hear } = await aWorld();
    const { id } = taken(await submit());
    assert.ok(await world.viewsAreCurrent());
    assert.equal((await world.workflowViews.byIds(grace, [id])).length, 0);
    assert.deepEqual((await world.workflowViews.page(grace, { first: 10 })).items, []);
    assert.equal((await world.workflowViews.page(ada, { first: 10 })).items[0]?.node.id, id);
    const cancel = (as: typeof ada) =>
      world.workflows
        .cancel(world.callOf(as, 'scheduler.workflow.cancel.v1', { workflowId: id }, crypto.randomUUID()))
        .then(refusal, (error: { rejection: { code: string } }) => [error.rejection.code]);
    assert.deepEqual(await cancel(grace), ['NOT_FOUND']);
    const { projectId } = taken(await submit());
    await hear({
      type: 'auth.project.memberAdded.v1',
      data: { projectId, userId: grace.userId, memberRole: 'member' },
    });
    assert.deepEqual(await cancel(grace), ['FORBIDDEN']);
    assert.deepEqual(await cancel(ada), ['OK']);
  });
});

describe('a workflow under way', () => {
  it('gives each job what it needs to know, and nobody else its secrets', async () => {
    const { agent, submit, until } = await aWorld();
    const nodes = [
      { name: 'pre-train', job: { ...job, env: { TOKEN: 's3cret' } } },
      { name: 'eval', dependsOn: ['pre-train'], job },
    ];
    const workflow = taken(await submit({ nodes }));
    assert.ok(!JSON.stringify(workflow).includes('s3cret'));
    await until(workflow.id, (now) => assert.equal(stateOf(now, 'pre-train'), 'running'));
    await eventually(() => assert.equal(agent.orders.length, 1));
    agent.finishAll();
    await eventually(() => assert.equal(agent.orders.length, 2));
    const [first, second] = agent.orders;
    assert.deepEqual(first?.env, {
      TOKEN: 's3cret',
      BERTH_WORKFLOW_ID: workflow.id,
      BERTH_WORKFLOW_NODE: 'pre-train',
    });
    assert.deepEqual(second?.env, {
      BERTH_WORKFLOW_ID: workflow.id,
      BERTH_WORKFLOW_NODE: 'eval',
      BERTH_JOB_PRE_TRAIN: first?.jobId,
    });
    agent.finishAll();
    await until(workflow.id, ({ state }) => assert.equal(state, 'succeeded'));
  });

  it('looks at grants anew for each node: a refusal fails the node with its message', async () => {
    const { agent, hear, submit, until } = await aWorld();
    const { id } = taken(await submit());
    await eventually(() => assert.equal(agent.orders.length, 1));
    await hear({
      type: 'inventory.grant.revoked.v1',
      data: { grantId: (grant.data as { grantId: string }).grantId },
    });
    agent.finishAll();
    await until(id, (now) => {
      assert.equal(now.state, 'failed');
      const node = now.nodes.find(({ name }) => name === 'eval');
      assert.deepEqual([node?.state, node?.jobId], ['failed', undefined]);
      assert.match(node?.message ?? '', /no pool/);
    });
  });

  it('runs nothing in the name of somebody who was suspended', async () => {
    const { agent, hear, submit, until } = await aWorld();
    const { id } = taken(await submit());
    await eventually(() => assert.equal(agent.orders.length, 1));
    await hear({ type: 'auth.user.suspended.v1', data: { userId } });
    agent.finishAll();
    await until(id, (now) => assert.equal(stateOf(now, 'eval'), 'failed'));
  });

  it('waits, ready, while the queue has no room for more of the user', async () => {
    const { world, agent, submit, until } = await aWorld(2);
    const wide = ['a', 'b', 'c'].map((name) => ({ name, dependsOn: ['train'], job }));
    const { id } = taken(await submit({ nodes: [chain[0], ...wide] }));
    await eventually(() => assert.equal(agent.orders.length, 1));
    const busy = await world.submit(
      ada,
      { name: 'own', project: 'vision', gpus: { count: 1 }, priority: 1 },
      'own',
    );
    assert.ok(busy.ok);
    agent.finishAll();
    await until(id, (now) => {
      const states = ['a', 'b', 'c'].map((name) => stateOf(now, name)).sort();
      assert.ok(states.includes('ready'), String(states));
    });
    agent.finishes = true;
    agent.finishAll();
    await until(id, ({ state }) => assert.equal(state, 'succeeded'));
  });
});
