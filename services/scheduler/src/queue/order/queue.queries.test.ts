import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { RejectedError } from '@berth/kernel/rejection';
import type { Identity } from '@berth/service-host/operation';
import { Facts } from '../../facts/facts.js';
import { Visibility } from '../../facts/visibility.js';
import { aQueuedJob, poolId, projectId, userId } from '../../testing/fixtures.js';
import { ordersOf } from '../../testing/placement.fixtures.js';
import { JobQueueIndex } from '../waiting/job-queue-index.js';
import { QueueQueries } from './queue.queries.js';

const admin: Identity = { kind: 'user', userId, role: 'admin' };
const ada: Identity = { kind: 'user', userId, role: 'member' };

function aQueue(...ids: readonly string[]) {
  const queueIndex = new JobQueueIndex(() => 0);
  for (const id of ids) queueIndex.apply(aQueuedJob(id));
  const facts = new Facts();
  const told = (projection: string, id: string, after: object) =>
    facts.apply(projection, [{ id, before: undefined, after: after as never }]);
  told('facts-pools', poolId, { poolId, name: 'lab', approval: false, maxQueuedPerUser: 9 });
  told('facts-projects', projectId, {
    projectId,
    name: 'vision',
    archived: false,
    members: { [userId]: 'member' },
  });
  told('facts-grants', 'G', {
    grantId: 'G',
    userId,
    projectId: null,
    poolId,
    deviceUuid: null,
    priority: 1,
    timeMultiplier: 1,
    maxHours: 1,
  });
  const queries = new QueueQueries(ordersOf(queueIndex), new Visibility(facts));
  const page = (input: object, identity = admin) => queries.page(identity, { poolId, first: 50, ...input });
  return { queueIndex, page };
}
const shown = (page: ReturnType<ReturnType<typeof aQueue>['page']>) =>
  page.items.map(({ node }) => `${node.position} ${node.jobId}`);

describe('a queue, paged', () => {
  it('forwards, to the whole', () => {
    const { page } = aQueue('a', 'b', 'c', 'd', 'e');
    const first = page({ first: 2 });
    assert.deepEqual(
      [shown(first), first.hasNextPage, first.hasPreviousPage, first.totalCount],
      [['1 a', '2 b'], true, false, 5],
    );
    const second = page({ first: 2, after: first.items[1]!.cursor });
    assert.deepEqual(
      [shown(second), second.hasNextPage, second.hasPreviousPage],
      [['3 c', '4 d'], true, true],
    );
    const third = page({ first: 2, after: second.items[1]!.cursor });
    assert.deepEqual([shown(third), third.hasNextPage], [['5 e'], false]);
  });

  it('backwards, in the same order', () => {
    const { page } = aQueue('a', 'b', 'c');
    const last = page({ last: 2 });
    assert.deepEqual([shown(last), last.hasNextPage, last.hasPreviousPage], [['2 b', '3 c'], false, true]);
    const before = page({ last: 2, before: last.items[0]!.cursor });
    assert.deepEqual([shown(before), before.hasNextPage, before.hasPreviousPage], [['1 a'], true, false]);
  });

  it('passes nobody over when the front has left between two pages', () => {
    const { queueIndex, page } = aQueue('a', 'b', 'c', 'd');
    const first = page({ first: 2 });
    queueIndex.apply(aQueuedJob('a', {}, 'cancelled'));
    queueIndex.apply(aQueuedJob('b', {}, 'cancelled'));
    assert.deepEqual(shown(page({ first: 2, after: first.items[1]!.cursor })), ['1 c', '2 d']);
  });

  it('shows members the jobs of their projects only, at their place in the whole', () => {
    const { queueIndex, page } = aQueue('a', 'b', 'c');
    queueIndex.apply({ ...aQueuedJob('b'), projectId: poolId });
    const mine = page({}, ada);
    assert.deepEqual([shown(mine), mine.totalCount], [['1 a', '3 c'], 2]);
  });

  it('refuses pools that are not there or not seen, and cursors that are none', () => {
    const { page } = aQueue('a');
    const refusal = (input: object, identity = admin) => {
      try {
        page(input, identity);
      } catch (error) {
        assert.ok(error instanceof RejectedError);
        return [error.rejection.code, error.rejection.field];
      }
      return ['OK'];
    };
    assert.deepEqual(refusal({ poolId: projectId }), ['NOT_FOUND', 'poolId']);
    assert.deepEqual(refusal({}, { ...ada, userId: poolId }), ['NOT_FOUND', 'poolId']);
    assert.deepEqual(refusal({ after: 'x' }), ['VALIDATION_FAILED', 'after']);
    assert.deepEqual(refusal({ before: 'W10' }), ['VALIDATION_FAILED', 'before']);
    assert.deepEqual(refusal({ after: 'W10', before: 'W10' }), ['VALIDATION_FAILED', 'before']);
  });
});
