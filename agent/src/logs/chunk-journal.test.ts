import assert from 'node:assert/strict';
import { appendFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { tempDir } from '@berth/testing/temp-dir';
import { ChunkJournal } from './chunk-journal.js';

const aPath = () => join(tempDir('journal'), 'stdout.chunks');

describe('ChunkJournal', () => {
  it('remembers cuts and what is archived', async () => {
    const path = aPath();
    const journal = await ChunkJournal.open(path);
    await journal.cut(10, false);
    await journal.cut(5, false);
    await journal.cut(0, true);
    journal.confirm({ seq: 0 });
    await journal.keep();
    await journal.close();
    const again = await ChunkJournal.open(path);
    assert.deepEqual(again.pending, journal.pending);
    assert.deepEqual(
      again.pending.map(({ seq, offset, length }) => [seq, offset, length]),
      [
        [1, 10, 5],
        [2, 15, 0],
      ],
    );
    assert.equal(again.complete, true);
    await again.close();
  });

  it('forgets a line that was not finished', async () => {
    const path = aPath();
    const journal = await ChunkJournal.open(path);
    await journal.cut(10, false);
    await journal.close();
    appendFileSync(path, 'cut 1 10 7');
    const again = await ChunkJournal.open(path);
    assert.deepEqual(again.next, { seq: 1, offset: 10 });
    await again.cut(3, false);
    await again.close();
    const third = await ChunkJournal.open(path);
    assert.deepEqual(third.next, { seq: 2, offset: 13 });
    await third.close();
  });

  it('stops at a line that was written in part and followed by others', async () => {
    const path = aPath();
    const journal = await ChunkJournal.open(path);
    await journal.cut(10, false);
    await journal.close();
    appendFileSync(path, 'cut 1 10cut 2 20 10 1 0\ncut 3 30 10 1 0\n');
    const again = await ChunkJournal.open(path);
    assert.deepEqual(again.next, { seq: 1, offset: 10 });
    await again.cut(3, true);
    await again.close();
    const third = await ChunkJournal.open(path);
    assert.deepEqual([third.next, third.complete], [{ seq: 2, offset: 13 }, true]);
    await third.close();
  });

  it('goes by bytes where the archive sends them, whatever the chunks were numbered', async () => {
    const journal = await ChunkJournal.open(aPath());
    for (const length of [10, 10, 10]) await journal.cut(length, false);
    await journal.cut(0, true);
    journal.confirm({ seq: 99, bytes: 25, ended: false });
    assert.deepEqual(
      journal.pending.map(({ seq }) => seq),
      [2, 3],
    );
    journal.confirm({ seq: 99, bytes: 30, ended: false });
    assert.deepEqual(
      journal.pending.map(({ seq }) => seq),
      [3],
    );
    journal.confirm({ seq: 3, bytes: 30, ended: true });
    assert.deepEqual(journal.pending, []);
    await journal.close();
  });

  it('ignores a confirmation of what was never cut', async () => {
    const journal = await ChunkJournal.open(aPath());
    await journal.cut(10, false);
    journal.confirm({ seq: 99 });
    assert.deepEqual(journal.pending, []);
    await journal.cut(1, false);
    assert.equal(journal.pending.length, 1);
    await journal.close();
  });

  it('stays short, however long the stream', async () => {
    const path = aPath();
    const journal = await ChunkJournal.open(path);
    for (let seq = 0; seq < 5000; seq += 1) {
      await journal.cut(100, false);
      journal.confirm({ seq: seq - 1 });
      await journal.keep();
    }
    await journal.close();
    assert.ok(statSync(path).size < 100_000, `${statSync(path).size} bytes`);
    const again = await ChunkJournal.open(path);
    assert.deepEqual(again.next, { seq: 5000, offset: 500_000 });
    assert.deepEqual(
      again.pending.map(({ seq }) => seq),
      [4999],
    );
    await again.close();
  });
});
