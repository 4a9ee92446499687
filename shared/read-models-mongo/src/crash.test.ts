import assert from 'node:assert/strict';
import { afterAll, describe, it } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { canonicalJson } from '@berth/kernel/json';
import { ProjectionRunner, ReadModelsUnavailableError, type ReadModels } from '@berth/read-models';
import { EventLog } from '@berth/read-models/testing/event-log';
import { jobList, moved, statusCounts, submitted } from '@berth/read-models/testing/job-list.projection';
import { openMongoReadModels } from './open.js';
import { aDatabaseName, ourServer } from './testing/server.js';

const EVENTS = 300;
const PROJECTIONS = [jobList(), statusCounts];

/** Each job goes round through the states, one event at a time. */
const anEvent = (index: number) => {
  const job = `job-${index % 6}`;
  const lap = Math.floor(index / 6);
  return lap === 0 ? submitted(job) : moved(job, lap === 1 ? 'queued' : `lap ${lap - 1}`, `lap ${lap}`);
};

async function everything(readModels: ReadModels): Promise<string> {
  const pages = PROJECTIONS.map(async ({ collection }) => {
    const { items } = await readModels.collection(collection).query({ limit: 1_000 });
    return items.map(({ id, document, position }) => ({ id, document, position }));
  });
  return canonicalJson(await Promise.all(pages));
}

const server = await ourServer();
const skip = 'unavailable' in server && server.unavailable;

describe('MongoDB read models', () => {
  afterAll(async () => {
    if ('stop' in server) await server.stop();
  });

  it('fold every event once in effect, though the server is killed again and again', async () => {
    if (skip) skipTest(skip);

    assert.ok('url' in server);
    const { url } = server;
    const readModels = await openMongoReadModels({ url, database: aDatabaseName() });
    const log = new EventLog('store-1', 5);
    const run = (target: ReadModels) =>
      new ProjectionRunner({
        source: log,
        readModels: target,
        projections: PROJECTIONS,
        checkpointEvery: 20,
        retryDelayMs: () => 50,
      });
    const runner = run(readModels);
    await runner.start();
    for (let first = 0; first < EVENTS; first += 100) {
      log.append(...Array.from({ length: 50 }, (_, index) => anEvent(first + index)));
      const last = log.append(...Array.from({ length: 50 }, (_, index) => anEvent(first + 50 + index)));
      await server.crash();
      assert.equal(await runner.waitFor(last, 60_000), true, JSON.stringify(runner.status()));
    }
    const live = await everything(readModels);
    await runner.stop();

    const rebuilt = await openMongoReadModels({ url, database: aDatabaseName() });
    const again = run(rebuilt);
    await again.start();
    assert.equal(await again.waitFor(await log.lastPosition(), 60_000), true);
    assert.equal(await everything(rebuilt), live);
    await again.stop();
    await Promise.all([readModels.close(), rebuilt.close()]);
  }, 120_000);

  it('say that no server answers, in one kind of error', async () => {
    const nowhere = openMongoReadModels({
      url: 'mongodb://127.0.0.1:1',
      database: 'x',
      serverSelectionTimeoutMs: 50,
    });
    await assert.rejects(nowhere, ReadModelsUnavailableError);
  });
});
