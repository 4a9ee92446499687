import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { arrived, idOf } from '../testing/chunks.js';
import { LogArchive } from './log-archive.js';
import { MetricReader } from './metric-reader.js';
import { LogReader } from './log-reader.js';
import { pageAfter } from '../testing/pages.js';
import { freshFolder } from '../testing/telemetry-world.js';

function open(folder = freshFolder()) {
  const archive = new LogArchive(folder);
  onTestEnd(() => archive.close());
  const reader = new LogReader(archive);
  const texts = (job = 'job') =>
    pageAfter(reader, idOf(job), {}, { limit: 1000 }).lines.map((line) => line.text);
  return { archive, reader, metricReader: new MetricReader(archive), texts };
}

describe('the archive', () => {
  it('takes each chunk of a stream once, and none before the one that it follows', () => {
    const { archive, texts } = open();
    const write = (seq: number) => archive.write([arrived({ seq, text: `${seq}\n` })])[0];
    const upTo = (seq: number) => ({ seq, bytes: undefined, ended: false });
    assert.deepEqual(write(1), { outcome: 'ahead', upTo: { ...upTo(-1), bytes: 0 } });
    assert.deepEqual(write(0), { outcome: 'archived', upTo: upTo(0) });
    assert.deepEqual(write(0), { outcome: 'known', upTo: upTo(0) });
    assert.deepEqual(write(2), { outcome: 'ahead', upTo: upTo(0) });
    assert.deepEqual(write(1), { outcome: 'archived', upTo: upTo(1) });
    assert.deepEqual(texts(), ['0', '1']);
  });

  it('has each byte once, also where an agent that lost its journal cuts its stream anew', () => {
    const { archive, texts } = open();
    const write = (seq: number, offset: number, text: string, last = false) => {
      const length = Buffer.byteLength(text);
      return archive.write([arrived({ seq, offset, length, text, last })])[0];
    };
    assert.equal(write(0, 0, 'one\n')?.outcome, 'archived');
    assert.equal(write(1, 4, 'two\n')?.outcome, 'archived');
    assert.equal(write(2, 8, 'three\n')?.outcome, 'archived');
    // it has the first only, and cuts at other places
    assert.equal(write(1, 4, 'two\nthree\nfour\n')?.outcome, 'archived');
    assert.deepEqual(write(2, 19, 'five\n')?.upTo, { seq: 2, bytes: 24, ended: false });
    assert.equal(write(0, 0, 'one\ntwo\n')?.outcome, 'known');
    assert.equal(write(4, 30, 'seven\n')?.outcome, 'ahead');
    assert.deepEqual(write(3, 24, '', true), {
      outcome: 'archived',
      upTo: { seq: 3, bytes: 24, ended: true },
    });
    assert.equal(write(3, 24, '', true)?.outcome, 'known');
    assert.deepEqual(texts(), ['one', 'two', 'three', 'four', 'five']);
  });

  it('treats the last line of a stream as complete, also without a line end', () => {
    const { archive, reader } = open();
    const partial = () =>
      pageAfter(reader, idOf('job'), {}, { limit: 10 }).lines.map((line) => [
        line.text,
        line.partial ?? false,
      ]);
    archive.write([arrived({ text: 'one\nloading', length: 11 })]);
    archive.write([arrived({ text: 'err', length: 3, stream: 'stderr' })]);
    assert.deepEqual(partial(), [
      ['one', false],
      ['loading', true],
      ['err', true],
    ]);
    archive.write([arrived({ seq: 1, offset: 11, length: 0, text: '', last: true })]);
    assert.deepEqual(partial(), [
      ['one', false],
      ['loading', false],
      ['err', true],
    ]);
  });

  it('goes on with an archive from before it knew bytes', () => {
    const folder = freshFolder();
    const first = new LogArchive(folder);
    first.write([arrived({ text: 'one\n' })]);
    first.database.exec('ALTER TABLE tail DROP COLUMN bytes; ALTER TABLE tail DROP COLUMN arrival');
    first.close();
    const { archive, texts } = open(folder);
    assert.equal(archive.write([arrived({ text: 'one\n', length: 4 })])[0]?.outcome, 'known');
    const [next] = archive.write([arrived({ seq: 1, offset: 4, length: 4, text: 'two\n' })]);
    assert.deepEqual(next, { outcome: 'archived', upTo: { seq: 1, bytes: 8, ended: false } });
    assert.deepEqual(texts(), ['one', 'two']);
  });

  it('numbers streams and runs apart, and gives a job one order', () => {
    const { archive, reader } = open();
    archive.write([
      arrived({ text: 'out\n' }),
      arrived({ text: 'err\n', stream: 'stderr' }),
      arrived({ text: 'again\n' }, { run: 2 }),
      arrived({ text: 'other\n' }, { job: 'other' }),
    ]);
    const { lines } = pageAfter(reader, idOf('job'), {}, { limit: 10 });
    assert.deepEqual(
      lines.map(({ run, stream, text }) => [run, stream, text]),
      [
        [1, 'stdout', 'out'],
        [1, 'stderr', 'err'],
        [2, 'stdout', 'again'],
      ],
    );
  });

  it('knows the positions of streams and whether they are over', () => {
    const { archive } = open();
    archive.write([arrived(), arrived({ seq: 1, text: '', last: true }), arrived({ stream: 'stderr' })]);
    assert.deepEqual(
      archive.tails(idOf('job')).map(({ run, stream, seq, ended }) => [run, stream, seq, ended]),
      [
        [1, 'stderr', 0, false],
        [1, 'stdout', 1, true],
      ],
    );
    assert.deepEqual(archive.tails(idOf('unknown')), []);
  });

  it('writes all of a batch, with where to read on, or nothing of it', () => {
    const { archive, texts } = open();
    const position = { created: 'then', seq: 7 };
    const broken = { ...arrived(), run: 0.5 };
    assert.throws(() => archive.write([arrived(), broken], { stream: 'LOGS', position }));
    assert.deepEqual([texts(), archive.position('LOGS')], [[], undefined]);
    archive.write([arrived()], { stream: 'LOGS', position });
    assert.deepEqual([texts(), { ...archive.position('LOGS') }], [['hello'], position]);
  });

  it('has it all after it was opened again', () => {
    const folder = freshFolder();
    const first = new LogArchive(folder);
    first.write([arrived({ text: `${JSON.stringify({ type: 'metrics', epoch: 1, loss: 0.25 })}\n` })]);
    first.close();
    const { archive, metricReader, texts } = open(folder);
    assert.equal(texts().length, 1);
    assert.deepEqual(archive.progress(idOf('job'))?.latestMetrics, { epoch: 1, loss: 0.25 });
    assert.deepEqual(metricReader.metrics(idOf('job'), undefined, { limit: 5 }).points[0]?.values, {
      epoch: 1,
      loss: 0.25,
    });
    const upTo = { seq: 0, bytes: undefined, ended: false };
    assert.deepEqual(archive.write([arrived({ seq: 0 })]), [{ outcome: 'known', upTo }]);
  });
});
