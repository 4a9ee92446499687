import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, rmdirSync, truncateSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
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
    limitBytes?: number,
  ) =>
    LogTail.open({
      ...{ stream: 'stdout', file, journal: join(folder, 'stdout.chunks') },
      ...{ send, timing, limitBytes },
    });
  /** Whose chunks are archived at once. */
  const openLimited = async (limitBytes: number) => {
    const tail: LogTail = await open(
      (chunk) => {
        archive.take(chunk);
        tail.confirm({ seq: chunk.seq });
        return Promise.resolve();
      },
      { flushMs: 0 },
      limitBytes,
    );
    return tail;
  };
  const write = (tail: LogTail, text: string | Uint8Array) => {
    appendFileSync(file, text);
    tail.grew();
  };
  return { archive, open, openLimited, write, file, journal: join(folder, 'stdout.chunks') };
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
    tail.confirm({ seq: archive.of('stdout').length - 1 });
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
      tail.confirm({ seq: chunk.seq });
      return Promise.resolve();
    });
    tail.finish();
    await tail.done;
    assert.equal(archive.text('stdout'), lines);
    const sizes = archive.of('stdout').map((chunk) => Buffer.byteLength(chunk.text));
    assert.ok(Math.max(...sizes) <= CHUNK_BYTES);
    assert.ok(sizes.length <= 2 + Buffer.byteLength(lines) / (CHUNK_BYTES - 100), `${sizes.length} chunks`);
  });

  it('sends no more than the limit of a file that claims to be larger than any disk', async () => {
    const { archive, openLimited, file } = aTail('one\n');
    truncateSync(file, 2 ** 40);
    const tail = await openLimited(3 * CHUNK_BYTES + 7);
    tail.finish();
    await tail.done;
    assert.ok(archive.isComplete('stdout'));
    const text = archive.text('stdout');
    assert.equal(text.slice(0, 3 * CHUNK_BYTES + 7), `one\n${'\0'.repeat(3 * CHUNK_BYTES + 3)}`);
    assert.match(
      text.slice(3 * CHUNK_BYTES + 7),
      /^output beyond the maximum of \d+ bytes of this stream is discarded\n$/,
    );
  });

  it('counts what a job writes over and over towards the limit, also after a restart', async () => {
    const { archive, openLimited, write, file } = aTail();
    const limit = 1000;
    let tail = await openLimited(limit);
    // shorter each time, as a file that has grown again meanwhile is not seen to have been emptied
    for (let round = 0; round < 10; round += 1) {
      const text = `${'x'.repeat(300 - round)}${round}\n`;
      truncateSync(file, 0);
      write(tail, text);
      if (round < 3) await eventually(() => assert.ok(archive.text('stdout').endsWith(text)));
      if (round !== 4) continue;
      tail.close();
      await tail.done;
      tail = await openLimited(limit);
    }
    tail.finish();
    await tail.done;
    assert.ok(archive.isComplete('stdout'));
    assert.match(
      archive.text('stdout'),
      /output beyond the maximum of 1000 bytes of this stream is discarded\n$/,
    );
    assert.ok(archive.text('stdout').length < limit + 100);
  });

  it('sends all of what is exactly as long as the limit', async () => {
    const { archive, openLimited } = aTail('12345');
    const tail = await openLimited(5);
    tail.finish();
    await tail.done;
    assert.equal(archive.text('stdout'), '12345');
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
    await eventually(() => assert.ok(archive.of('stdout').length >= 8));
    assert.equal(archive.of('stdout').length, 8);
    tail.finish();
    const confirming = setInterval(() => tail.confirm({ seq: archive.of('stdout').length - 1 }), 1);
    await tail.done;
    clearInterval(confirming);
    assert.equal(archive.text('stdout').length, 17 * 200_000);
  });

  it('sends again what is not confirmed, and what could not be sent', async () => {
    const { archive, open } = aTail('text\n');
    let failures = 3;
    const tail = await open(
      (chunk) => {
        if (failures > 0)
          return Promise.reject(
            new Error(`the connection to the bus is down, ${(failures -= 1)} more times`),
          );
        archive.take(chunk);
        return Promise.resolve();
      },
      { retryMs: 1, resendMs: 20 },
    );
    await eventually(() => assert.ok(archive.repeats > 2));
    tail.confirm({ seq: 0 });
    tail.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    tail.confirm({ seq: 1 });
    await tail.done;
    assert.equal(archive.text('stdout'), 'text\n');
  });

  it('shrinks its send window where archiving is slow, so that others are not delayed', async () => {
    // An archive that takes 60 ms for a chunk, one after the other, from all senders.
    let free = 0;
    const confirmIn = (done: () => void) => {
      free = Math.max(free, performance.now()) + 60;
      setTimeout(done, free - performance.now());
    };
    const flood = aTail('0123456789abcdef\n'.repeat(2_000_000));
    const flooding = await flood.open(async (chunk) => confirmIn(() => flooding.confirm({ seq: chunk.seq })));
    const quiet = aTail();
    const delays: number[] = [];
    const printing = await quiet.open(async (chunk) => {
      const began = performance.now();
      confirmIn(() => {
        delays.push(performance.now() - began);
        printing.confirm({ seq: chunk.seq });
      });
    });
    const ticking = setInterval(() => quiet.write(printing, 'tick\n'), 250);
    await eventually(() => assert.ok(delays.length >= 30), { timeoutMs: 30_000 });
    clearInterval(ticking);
    for (const tail of [flooding, printing]) tail.close();
    await Promise.all([flooding.done, printing.done]);
    const late = delays.slice(10).sort((a, b) => a - b);
    assert.ok((late[late.length >> 1] ?? 0) < 1000, `half came later than ${late[late.length >> 1]} ms`);
  });

  it('sends what follows a chunk that is refused, and says that it is missing', async () => {
    const { archive, open, write } = aTail('one\n');
    const tail = await open((chunk) => {
      if (chunk.text === 'two\n') tail.refuse(chunk.seq, 'text: is not liked');
      else archive.take(chunk);
      return Promise.resolve();
    });
    await eventually(() => assert.equal(archive.of('stdout').length, 1));
    write(tail, 'two\n');
    await eventually(() => assert.equal(archive.of('stdout').length, 2));
    write(tail, 'three\n');
    tail.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    assert.deepEqual(
      archive.of('stdout').map(({ text }) => text),
      [
        'one\n',
        '4 bytes of output are missing here: the platform rejected them (text: is not liked)\n',
        'three\n',
        '',
      ],
    );
    tail.confirm({ seq: 3 });
    await tail.done;
  });

  it('sends nothing that is not in the file: what was taken out of it is left out, and what comes then is sent', async () => {
    const { archive, open, write, file } = aTail('one\nsecret\n');
    let held: (() => void) | undefined;
    const tail = await open(
      async (chunk) => {
        if (chunk.seq === 0 && !held) {
          await new Promise<void>((resolve) => (held = resolve));
          throw new Error('the connection to the bus is down');
        }
        archive.take(chunk);
      },
      { retryMs: 1 },
    );
    await eventually(() => assert.ok(held));
    truncateSync(file, 4);
    held?.();
    await eventually(() => assert.equal(archive.of('stdout')[0]?.text, 'one\n'));
    write(tail, 'again\n');
    truncateSync(file, 0);
    tail.grew();
    await new Promise((resolve) => setImmediate(resolve));
    write(tail, 'anew\n');
    tail.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    const texts = archive.of('stdout').map(({ text }) => text);
    assert.ok(
      texts.every((text) => ['one\n', 'again\n', 'anew\n', ''].includes(text)),
      JSON.stringify(texts),
    );
    assert.ok(texts.includes('anew\n'));
    tail.close();
    await tail.done;
  });

  it('goes on while its journal cannot be written, and writes it when it can', async () => {
    const { archive, open, write, journal } = aTail('one\n');
    mkdirSync(`${journal}.tmp`);
    const tail = await open();
    await eventually(() => assert.equal(archive.of('stdout').length, 1));
    await (tail as unknown as { journal: { file: FileHandle } }).journal.file.close();
    write(tail, 'two\n');
    write(tail, 'three\n');
    tail.confirm({ seq: 0 });
    await eventually(() => assert.equal(archive.text('stdout'), 'one\ntwo\nthree\n'));
    rmdirSync(`${journal}.tmp`);
    tail.confirm({ seq: 1 });
    await eventually(() => assert.match(readFileSync(journal, 'utf8'), /archived 1\n$/));
    tail.close();
    await tail.done;
    const again = await open();
    again.finish();
    await eventually(() => assert.ok(archive.isComplete('stdout')));
    assert.equal(archive.text('stdout'), 'one\ntwo\nthree\n');
    again.close();
    await again.done;
  });

  it('makes the same chunks again after a restart, whatever was added meanwhile', async () => {
    const { archive, open, write, journal } = aTail('one\n');
    const first = await open();
    await eventually(() => assert.equal(archive.of('stdout').length, 1));
    write(first, 'two\n');
    await eventually(() => assert.equal(archive.of('stdout').length, 2));
    first.confirm({ seq: 0 });
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
    second.confirm({ seq: 3 });
    await second.done;
    const third = await open(() => Promise.reject(new Error('there is nothing left to send')));
    await third.done;
    assert.ok(third.delivered);
  });
});
