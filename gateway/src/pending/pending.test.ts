import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { jobsByIdQuery, pendingQuery, queueQuery } from '@berth/contracts/scheduler/operations';
import { reject } from '@berth/kernel/rejection';
import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aJob } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const QUEUE = `subscription ($pool: ID!, $first: Int) {
  queueChanged(pool: $pool, first: $first) { totalCount entries { position job { state } } }
}`;
const WHY = `query ($id: ID!) { whyPending(jobId: $id) {
  position aheadCount estimatedStart estimateConfidence estimateMessage reasons { code kind message numbers }
} }`;
const poolId = newId();

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  platform.answer(jobsByIdQuery, ({ ids }) => (ids as string[]).map((id) => aJob({ id })));
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('whyPending', () => {
  it('tells the reasons, and when it is likely to start', async () => {
    const jobId = newId();
    const numbers = { needed: 4, free: 3, reserved: 1 };
    const reason = { code: 'RESERVED', kind: 'waiting', message: 'needs 4', numbers } as const;
    const estimate = {
      estimatedStart: '2026-01-05T14:00:00.000Z',
      estimateConfidence: 'certain',
      estimateMessage: 'it is next in the queue',
    } as const;
    platform.answer(pendingQuery, ({ ids }) =>
      (ids as string[])
        .filter((id) => id === jobId)
        .map((id) => ({
          jobId: id,
          reasons: [reason],
          position: 1,
          aheadCount: 0,
          aheadJobIds: [],
          ...estimate,
        })),
    );
    const data = await client.data(WHY, { id: jobId });
    assert.deepEqual(data.whyPending, {
      position: 1,
      aheadCount: 0,
      ...estimate,
      estimateConfidence: 'CERTAIN',
      reasons: [{ ...reason, kind: 'WAITING' }],
    });
    assert.equal((await client.data(WHY, { id: newId() })).whyPending, null);
    assert.equal((await client.data(WHY, { id: 'no id' })).whyPending, null);
  });
});

describe('queueChanged', () => {
  const entry = (position: number) => ({
    cursor: String(position),
    node: {
      jobId: newId(),
      poolId,
      position,
      priority: 5,
      grantPriority: 1,
      queuedAt: '2026-01-05T09:00:00.000Z',
      class: 'training' as const,
    },
  });
  const positions = ({ data }: { data?: { queueChanged: { entries: { position: number }[] } } }) =>
    data?.queueChanged.entries.map(({ position }) => position);

  it('tells the queue at once, and again when it is another one', async () => {
    let queue = [entry(1), entry(4)];
    let asked = 0;
    platform.answer(queueQuery, ({ first }) => {
      asked += 1;
      const items = queue.slice(0, Number(first));
      return { items, hasNextPage: false, hasPreviousPage: false, totalCount: queue.length };
    });
    const seen: unknown[] = [];
    for await (const item of client.follow(QUEUE, { pool: poolId, first: 2 })) {
      assert.equal(item.errors, undefined);
      if (!item.data) continue;
      seen.push(positions(item as never));
      if (seen.length === 2) break;
      const jobId = newId();
      const at = { jobId, projectId: newId(), queuedAt: '2026-01-01T00:00:00.000Z' };
      // The first event changes nothing that is shown, so nothing is sent.
      await platform.publish(`job:${jobId}`, 'scheduler.job.queued.v1', { ...at, cause: 'submitted' });
      const before = asked;
      await eventually(() => assert.ok(asked > before));
      queue = [entry(1), entry(2), entry(3)];
      await platform.publish(`job:${jobId}`, 'scheduler.job.queued.v1', { ...at, cause: 'retry' });
    }
    assert.deepEqual(seen, [
      [1, 4],
      [1, 2],
    ]);
  });

  it('refuses a pool that the caller may not see', async () => {
    platform.refuse(queueQuery, reject('NOT_FOUND', 'there is no such pool', 'poolId'));
    for await (const { errors } of client.follow(QUEUE, { pool: newId() })) {
      assert.equal(errors?.[0]?.extensions?.['code'], 'NOT_FOUND');
    }
  });
});
