import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { arrived, idOf } from '../testing/chunks.js';
import { LogArchive } from './log-archive.js';
import { LogReader } from './log-reader.js';
import { freshFolder } from '../testing/fresh-folder.js';

function open(t: TestContext, folder = freshFolder()) {
  const archive = new LogArchive(folder);
  t.after(() => archive.close());
  const reader = new LogReader(archive);
  const texts = (job = 'job') => reader.lines(idOf(job), {}, { limit: 1000 }).lines.map((line) => line.text);
  return { archive, reader, texts };
}

describe('the archive', () => {
  it('takes each chunk of a stream once, and none before the one that it follows', (t) => {
    const { archive, texts } = open(t);
    const write = (seq: number) => archive.write([arrived({ seq, text: `${seq}\n` })])[0];
    assert.deepEqual(write(1), { outcome: 'ahead', upTo: -1 });
    assert.deepEqual(write(0), { outcome: 'archived', upTo: 0 });
    assert.deepEqual(write(0), { outcome: 'known', upTo: 0 });
    assert.deepEqual(write(2), { outcome: 'ahead', upTo: 0 });
    assert.deepEqual(write(1), { outcome: 'archived', upTo: 1 });
    assert.deepEqual(texts(), ['0', '1']);
  });

  it('numbers streams and runs apart, and gives a job one order', (t) => {
    const { archive, reader } = open(t);
    archive.write([
      arrived({ text: 'out\n' }),
      arrived({ text: 'err\n', stream: 'stderr' }),
      arrived({ text: 'again\n' }, { run: 2 }),
      arrived({ text: 'other\n' }, { job: 'other' }),
    ]);
    const { lines } = reader.lines(idOf('job'), {}, { limit: 10 });
    assert.deepEqual(
      lines.map(({ run, stream, text }) => [run, stream, text]),
      [
        [1, 'stdout', 'out'],
        [1, 'stderr', 'err'],
        [2, 'stdout', 'again'],
      ],
    );
  });

  it('knows where streams have got to and whether they are over', (t) => {
    const { archive } = open(t);
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

  it('writes all of a batch, with where to read on, or nothing of it', (t) => {
    const { archive, texts } = open(t);
    const position = { created: 'then', seq: 7 };
    const broken = { ...arrived(), run: 0.5 };
    assert.throws(() => archive.write([arrived(), broken], { stream: 'LOGS', position }));
    assert.deepEqual([texts(), archive.position('LOGS')], [[], undefined]);
    archive.write([arrived()], { stream: 'LOGS', position });
    assert.deepEqual([texts(), { ...archive.position('LOGS') }], [['hello'], position]);
  });

  it('has it all after it was opened again', (t) => {
    const folder = freshFolder();
    const first = new LogArchive(folder);
    first.write([arrived({ text: `${JSON.stringify({ type: 'metrics', epoch: 1, loss: 0.25 })}\n` })]);
    first.close();
    const { archive, reader, texts } = open(t, folder);
    assert.equal(texts().length, 1);
    assert.deepEqual(archive.progress(idOf('job'))?.latestMetrics, { epoch: 1, loss: 0.25 });
    assert.deepEqual(reader.metrics(idOf('job'), undefined, { limit: 5 }).points[0]?.values, {
      epoch: 1,
      loss: 0.25,
    });
    assert.deepEqual(archive.write([arrived({ seq: 0 })]), [{ outcome: 'known', upTo: 0 }]);
  });
});
