import assert from 'node:assert/strict';
import { afterEach, describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.js';
import type { ReadModels } from './read-models.js';
import type { ProjectedBatch } from './running-projection.js';
import { EventLog } from './testing/event-log.js';
import { interceptWrites } from './testing/intercept-writes.js';
import { deleted, jobList, moved, statusCounts, submitted } from './testing/job-list.projection.js';
import { memoryReadModels } from './testing/memory-read-models.js';

const PATIENCE_MS = 5_000;
const started: ProjectionRunner[] = [];

async function run(log: EventLog, readModels: ReadModels, options: Partial<ProjectionRunnerOptions> = {}) {
  const runner = new ProjectionRunner({
    source: log,
    readModels,
    projections: [jobList(), statusCounts],
    retryDelayMs: () => 1,
    ...options,
  });
  started.push(runner);
  await runner.start();
  return runner;
}

const stateOf = (runner: ProjectionRunner, name: string) =>
  runner.status().find(({ projection }) => projection === name)?.state;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `not within ${PATIENCE_MS} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const jobs = (readModels: ReadModels) => readModels.collection(jobList().collection);
const counts = (readModels: ReadModels) => readModels.collection(statusCounts.collection);

describe('ProjectionRunner', () => {
  afterEach(async () => {
    for (const runner of started.splice(0)) await runner.stop();
  });

  it('folds what is stored and what comes, and lets a reader wait for his write', async () => {
    const log = new EventLog();
    const readModels = memoryReadModels();
    log.append(submitted('a'));
    const runner = await run(log, readModels);
    assert.equal(await runner.waitFor(toPosition(1), PATIENCE_MS), true);
    const waiting = runner.waitFor(toPosition(2), PATIENCE_MS, ['jobList']);
    log.append(moved('a', 'queued', 'running'));
    assert.equal(await waiting, true);
    assert.deepEqual((await jobs(readModels).get('a'))?.document, {
      jobId: 'a',
      status: 'running',
      changes: 2,
    });
    await until(() => runner.status().every(({ state, lagMs }) => state === 'live' && lagMs === 0));
    assert.deepEqual(
      runner.status().map(({ reached, lagMs }) => ({ reached, lagMs })),
      [
        { reached: toPosition(2), lagMs: 0 },
        { reached: toPosition(2), lagMs: 0 },
      ],
    );
  });

  it('answers false when the position does not come in time, and at once when it stops', async () => {
    const runner = await run(new EventLog(), memoryReadModels());
    assert.equal(await runner.waitFor(toPosition(1), 5), false);
    const waiting = runner.waitFor(toPosition(1), 60_000);
    await runner.stop();
    assert.equal(await waiting, false);
  });

  it('goes on from its checkpoint after an ordered stop, and from an older one after a crash', async () => {
    const log = new EventLog();
    const readModels = memoryReadModels();
    log.append(submitted('a'), moved('a', 'queued', 'running'));
    const first = await run(log, readModels);
    await first.waitFor(toPosition(2), PATIENCE_MS);
    await first.stop();
    assert.equal(await readModels.loadCheckpoint('jobList@scheduler'), toPosition(2));
    await readModels.saveCheckpoint('jobList@scheduler', toPosition(1));
    log.append(moved('a', 'running', 'succeeded'));

    const seen: ProjectedBatch[] = [];
    const second = await run(log, readModels, { onBatch: (batch) => seen.push(batch) });
    await second.waitFor(toPosition(3), PATIENCE_MS);
    assert.deepEqual((await jobs(readModels).get('a'))?.document, {
      jobId: 'a',
      status: 'succeeded',
      changes: 3,
    });
    assert.deepEqual(
      seen
        .filter(({ projection }) => projection === 'jobList')
        .flatMap(({ changes }) => changes.map(({ before }) => before)),
      [{ jobId: 'a', status: 'running', changes: 2 }],
    );
  });

  it('saves checkpoints as it goes, so that a crash repeats little', async () => {
    const log = new EventLog('store-1', 5);
    const readModels = memoryReadModels();
    const runner = await run(log, readModels, { checkpointEvery: 10 });
    await until(() => stateOf(runner, 'jobList') === 'live');
    const last = log.append(...Array.from({ length: 23 }, (_, index) => submitted(`job-${index}`)));
    await runner.waitFor(last, PATIENCE_MS);
    assert.equal(await readModels.loadCheckpoint('jobList@scheduler'), toPosition(20));
  });

  it('halts a projection over an event it cannot fold, and the others go on', async () => {
    const log = new EventLog();
    const readModels = memoryReadModels();
    const halts: string[] = [];
    const runner = await run(log, readModels, { onHalted: ({ projection }) => halts.push(projection) });
    log.append(submitted('a'), moved('nobody', 'queued', 'running'), moved('a', 'queued', 'running'));
    assert.equal(await runner.waitFor(toPosition(3), PATIENCE_MS, ['statusCounts']), true);
    assert.equal(await runner.waitFor(toPosition(1), PATIENCE_MS, ['jobList']), true);
    assert.equal(await runner.waitFor(toPosition(2), 60_000, ['jobList']), false);
    assert.deepEqual(halts, ['jobList']);
    const halted = runner.status().find(({ projection }) => projection === 'jobList');
    assert.ok(halted?.state === 'halted');
    assert.equal(halted.eventId, log.events[1]?.id);
    assert.equal(halted.position, toPosition(2));
    assert.match(halted.reason, /job nobody was never submitted/);
    assert.equal((await jobs(readModels).get('a'))?.document['status'], 'queued');
    await runner.stop();

    const fixed = { ...jobList(), evolve: () => ({ jobId: 'any', status: 'fixed', changes: 1 }) };
    const next = await run(log, readModels, { projections: [fixed] });
    assert.equal(await next.waitFor(toPosition(3), PATIENCE_MS), true);
    assert.equal((await jobs(readModels).get('a'))?.document['status'], 'fixed');
  });

  it('rebuilds when the version changed, while the others stay live', async () => {
    const log = new EventLog('store-1', 2);
    const readModels = memoryReadModels();
    log.append(submitted('a'), submitted('b'), deleted('b', 'queued'));
    await (await run(log, readModels)).waitFor(toPosition(3), PATIENCE_MS);
    await started.pop()?.stop();
    await jobs(readModels).write([{ id: 'stale', document: { status: 'queued' }, position: toPosition(99) }]);

    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const held = interceptWrites(readModels, async (collection) => {
      if (collection === 'job_list') await gate;
    });
    const runner = await run(log, held, { projections: [jobList(7), statusCounts] });
    const fourth = log.append(submitted('d'));
    assert.equal(await runner.waitFor(fourth, PATIENCE_MS, ['statusCounts']), true);
    assert.equal(stateOf(runner, 'jobList'), 'rebuilding');
    assert.equal(await runner.waitFor(toPosition(1), 5, ['jobList']), false);
    release();
    assert.equal(await runner.waitFor(fourth, PATIENCE_MS, ['jobList']), true);
    assert.deepEqual(
      (await jobs(readModels).query({})).items.map(({ id, document }) => [id, document['changes']]),
      [
        ['a', 7],
        ['d', 7],
      ],
    );
    await until(() => log.readers === 1);
    const fifth = log.append(moved('a', 'queued', 'running'));
    assert.equal(await runner.waitFor(fifth, PATIENCE_MS), true);
  });

  it('goes on with a rebuild that was interrupted, and holds nothing until it is done', async () => {
    const log = new EventLog('store-1', 1);
    const readModels = memoryReadModels();
    log.append(submitted('a'), submitted('b'), submitted('c'));
    let writes = 0;
    const dying = interceptWrites(readModels, async () => {
      writes += 1;
      if (writes > 2) throw new Error('disk full');
    });
    const first = await run(log, dying, { projections: [jobList()] });
    await until(() => writes > 3);
    assert.equal(stateOf(first, 'jobList'), 'retrying');
    assert.equal(await first.waitFor(toPosition(1), 5), false);
    await first.stop();
    const second = await run(log, readModels, { projections: [jobList()] });
    assert.equal(await second.waitFor(toPosition(3), PATIENCE_MS), true);
    assert.equal(await jobs(readModels).count(), 3);
  });

  it('rebuilds when the store is another one, or was cut', async () => {
    const readModels = memoryReadModels();
    const log = new EventLog('store-1');
    log.append(submitted('a'), submitted('b'));
    await (await run(log, readModels)).waitFor(toPosition(2), PATIENCE_MS);
    await started.pop()?.stop();

    const cut = new EventLog('store-1');
    cut.append(submitted('a'));
    const afterCut = await run(cut, readModels);
    assert.match(JSON.stringify(afterCut.status()), /ahead of the store/);
    await afterCut.waitFor(toPosition(1), PATIENCE_MS);
    assert.equal(await jobs(readModels).count(), 1);
    await started.pop()?.stop();

    const other = new EventLog('store-2');
    other.append(submitted('z'));
    await (await run(other, readModels)).waitFor(toPosition(1), PATIENCE_MS);
    assert.deepEqual(
      (await jobs(readModels).query({})).items.map(({ id }) => id),
      ['z'],
    );
  });

  it('retries while the read models or the source fail, then reads each event once again', async () => {
    const log = new EventLog();
    const readModels = memoryReadModels();
    let down = false;
    const flaky = interceptWrites(readModels, async () => {
      if (down) throw new Error('disk full');
    });
    const runner = await run(log, flaky);
    await until(() => runner.status().every(({ state }) => state === 'live'));
    down = true;
    const second = log.append(submitted('a'), moved('a', 'queued', 'running'));
    await until(() =>
      runner.status().every((status) => status.state === 'retrying' && status.reason === 'disk full'),
    );
    down = false;
    assert.equal(await runner.waitFor(second, PATIENCE_MS), true);
    await until(() => log.readers === 1);

    log.fail(new Error('connection lost'));
    await until(() => runner.status().every((status) => status.state === 'retrying'));
    log.recover();
    const third = log.append(moved('a', 'running', 'succeeded'));
    assert.equal(await runner.waitFor(third, PATIENCE_MS), true);
    assert.deepEqual(
      (await counts(readModels).query({})).items.map(({ id, document }) => [id, document['jobs']]),
      [['succeeded', 1]],
    );
  });

  it('folds at most maxBatch events into one write', async () => {
    const log = new EventLog('store-1', 100);
    const sizes: number[] = [];
    log.append(...Array.from({ length: 25 }, (_, index) => submitted(`job-${index}`)));
    const runner = await run(log, memoryReadModels(), {
      projections: [jobList()],
      maxBatch: 10,
      onBatch: ({ events }) => sizes.push(events.length),
    });
    await runner.waitFor(toPosition(25), PATIENCE_MS);
    assert.deepEqual(sizes, [10, 10, 5]);
  });

  it('lets a collection have one projection and one source only', async () => {
    const readModels = memoryReadModels();
    await run(new EventLog(), readModels, { projections: [jobList()] });
    const another = { ...jobList(), name: 'another' };
    assert.throws(
      () => new ProjectionRunner({ source: new EventLog(), readModels, projections: [another] }),
      /collection job_list is fed by jobList@scheduler; another@scheduler needs one of its own/,
    );
  });
});
