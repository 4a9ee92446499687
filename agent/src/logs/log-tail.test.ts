import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import type { LogChunk } from '@berth/contracts/agent/messages';
import { CHUNK_BYTES, LogTail, type TailTiming } from './log-tail.js';
import { LogArchive } from './testing/log-archive.js';

function aTail(content = '') {
  const folder = tempDir('tail');
  const file = join(folder, 'stdout');
  writeFileSync(file, content);
  const archive = new LogArchive();
  const open = (
    send: (chunk: LogChunk) => Promise<void> = (chunk) => Promise.resolve(archive.take(chunk)),
    timing: Partial<TailTiming> = {},
  ) => LogTail.open({ stream: 'stdout', file, journal: join(folder, 'stdout.chunks'), send, timing });
  const write = (tail: LogTail, text: string | Uint8Array) => {
    appendFileSync(file, text);
    tail.grew();
  };
  return { archive, open, write, journal: join(folder, 'stdout.chunks') };
}

describe('LogTail', () => {
  it('sends what is there and what comes, in whole lines, and then the end', async () => {
    const { archive, open, write } = aTail('one\n');
    const tail = await open();
    await eventually(() => assert.equal(archive.text('stdout'), 'one\n'));
    write(tail, 'two\nthr');
    await eventually(() => assert.equal(archive.text('stdout'), 'one\ntwo\n'));
    write(tail, 'ee\n');
    await eventually(() => assert.equal(archive.text('stdout'), 'one\ntwo\nthree\n'));
    tail.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    assert.equal(archive.of('stdout').at(-1)?.text, '');
    tail.confirm(archive.of('stdout').length - 1);
    await tail.done;
    assert.ok(tail.delivered);
  });

  it('sends the beginning of a line that does not end', async () => {
    const { archive, open } = aTail('progress 1%\r');
    const tail = await open(undefined, { partialLineMs: 30 });
    await eventually(() => assert.equal(archive.text('stdout'), 'progress 1%\r'));
    tail.close();
    await tail.done;
  });

  it('gathers small writes, and fills chunks when there is much', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} of a chatty job: é\n`).join('');
    const { archive, open } = aTail(lines);
    const tail = await open(async (chunk) => {
      archive.take(chunk);
      tail.confirm(chunk.seq);
      return Promise.resolve();
    });
    tail.finish();
    await tail.done;
    assert.equal(archive.text('stdout'), lines);
    const sizes = archive.of('stdout').map((chunk) => Buffer.byteLength(chunk.text));
    assert.ok(Math.max(...sizes) <= CHUNK_BYTES);
    assert.ok(sizes.length <= 2 + Buffer.byteLength(lines) / (CHUNK_BYTES - 100), `${sizes.length} chunks`);
  });

  it('cuts a line that is longer than a chunk between characters', async () => {
    const { archive, open } = aTail('€'.repeat(CHUNK_BYTES));
    const tail = await open();
    tail.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    assert.equal(archive.text('stdout'), '€'.repeat(CHUNK_BYTES));
    tail.close();
    await tail.done;
  });

  it('holds back when nothing is confirmed, and goes on when it is', async () => {
    const { archive, open } = aTail('0123456789abcdef\n'.repeat(200_000));
    const tail = await open();
    await eventually(() => assert.equal(archive.of('stdout').length, 32));
    tail.finish();
    const confirming = setInterval(() => tail.confirm(archive.of('stdout').length - 1), 1);
    await tail.done;
    clearInterval(confirming);
    assert.equal(archive.text('stdout').length, 17 * 200_000);
  });

  it('sends again what is not confirmed, and what could not be sent', async () => {
    const { archive, open } = aTail('text\n');
    let failures = 3;
    const tail = await open(
      (chunk) => {
        if (failures > 0) return Promise.reject(new Error(`the bus is away, ${(failures -= 1)} more times`));
        archive.take(chunk);
        return Promise.resolve();
      },
      { retryMs: 1, resendMs: 20 },
    );
    await eventually(() => assert.ok(archive.repeats > 2));
    tail.confirm(0);
    tail.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    tail.confirm(1);
    await tail.done;
    assert.equal(archive.text('stdout'), 'text\n');
  });

  it('makes the same chunks again after a restart, whatever was added meanwhile', async () => {
    const { archive, open, write, journal } = aTail('one\n');
    const first = await open();
    await eventually(() => assert.equal(archive.of('stdout').length, 1));
    write(first, 'two\n');
    await eventually(() => assert.equal(archive.of('stdout').length, 2));
    first.confirm(0);
    first.close();
    await first.done;
    appendFileSync(journal, 'cut 2 8');
    write(first, 'three\n');
    const second = await open();
    second.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    assert.deepEqual(
      archive.of('stdout').map(({ text }) => text),
      ['one\n', 'two\n', 'three\n', ''],
    );
    assert.equal(archive.repeats, 1);
    second.confirm(3);
    await second.done;
    const third = await open(() => Promise.reject(new Error('there is nothing left to send')));
    await third.done;
    assert.ok(third.delivered);
  });
});
