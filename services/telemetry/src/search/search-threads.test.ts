import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { START_OF_LOG } from '../archive/line-cursor.js';
import { LogArchive } from '../archive/log-archive.js';
import { arrived, idOf } from '../testing/chunks.js';
import { freshFolder } from '../testing/telemetry-world.js';
import { SearchThreads, type SearchLimits } from './search-threads.js';
import type { SearchOrder } from './search.worker.js';

const LIMITS: SearchLimits = {
  maxThreads: 2,
  maxOfUser: 2,
  maxWaiting: 1,
  graceMs: 30_000,
  idleMs: 1,
  maxMemoryMb: 64,
};

function open(changes: Partial<SearchLimits> = {}) {
  const folder = freshFolder();
  const archive = new LogArchive(folder);
  const threads = new SearchThreads(folder, { ...LIMITS, ...changes });
  onTestEnd(() => {
    threads.close();
    archive.close();
  });
  return { archive, threads };
}

const order = (regex: string, maxMs = 10_000): SearchOrder => ({
  pattern: { regex, caseSensitive: true },
  request: {
    jobId: idOf('job'),
    filter: {},
    from: START_OF_LOG,
    first: 10,
    count: false,
    contextBefore: 1,
    contextAfter: 0,
  },
  maxMs,
});

const codeOf = (answer: Awaited<ReturnType<SearchThreads['run']>>) => (answer.ok ? 'OK' : answer.error.code);

describe('threads for searches', () => {
  it('search what is committed, in a thread that is kept for the next one, or is a new one', async () => {
    for (const idleMs of [60_000, 1]) {
      const { archive, threads } = open({ idleMs });
      archive.write([arrived({ text: 'a\nneedle\n' })]);
      const first = await threads.run('ada', order('needle'));
      assert.deepEqual(first.ok && first.value.hits.map(({ line, before }) => [line.number, before.length]), [
        [2, 1],
      ]);
      archive.write([arrived({ seq: 1, text: 'b\nneedle\n' })]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const second = await threads.run('ada', order('needle'));
      assert.deepEqual(second.ok && second.value.hits.map(({ line }) => line.number), [2, 4]);
    }
  });

  it('refuse a wrong expression, and go on', async () => {
    const { threads } = open();
    const refused = await threads.run('ada', order('('));
    assert.deepEqual(refused.ok ? 'OK' : [refused.error.code, refused.error.field], [
      'VALIDATION_FAILED',
      'regex',
    ]);
    assert.equal(codeOf(await threads.run('ada', order('a'))), 'OK');
  });

  it('take a few of each user, and a few of all', async () => {
    const { threads } = open();
    const running = [threads.run('ada', order('a')), threads.run('ada', order('b'))];
    const third = await threads.run('ada', order('c'));
    assert.match(third.ok ? '' : third.error.message, /you have 2 searches in progress/);
    const waiting = threads.run('eve', order('d'));
    const beyond = await threads.run('kim', order('e'));
    assert.match(beyond.ok ? '' : beyond.error.message, /too many searches are in progress/);
    for (const each of [...running, waiting]) assert.equal(codeOf(await each), 'OK');
    assert.equal(codeOf(await threads.run('ada', order('c'))), 'OK');
  });

  it('end one that does not answer in its time, and give its place to the next', async () => {
    const { archive, threads } = open({ maxThreads: 1, graceMs: 0 });
    const text = `${'ab'.repeat(8_000)}\n`;
    archive.write(Array.from({ length: 500 }, (_, seq) => arrived({ seq, text })));
    // it is told to search for longer than it is waited for
    const stuck = threads.run('ada', { ...order('(a|b|.){250}x*$|(\\w|\\d){100}!', 1), maxMs: 0.001 });
    const next = threads.run('eve', order('needle', 60_000));
    assert.equal(codeOf(await stuck), 'VALIDATION_FAILED');
    assert.equal(codeOf(await next), 'OK');
  });

  it('answer all when they are closed, and take no more', async () => {
    const { threads } = open();
    const running = [
      threads.run('ada', order('a')),
      threads.run('eve', order('b')),
      threads.run('kim', order('c')),
    ];
    threads.close();
    for (const each of running) assert.equal(codeOf(await each), 'UNAVAILABLE');
    assert.equal(codeOf(await threads.run('ada', order('a'))), 'UNAVAILABLE');
  });
});
