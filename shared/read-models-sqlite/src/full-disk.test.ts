import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { ReadModelsUnavailableError } from '@berth/read-models';
import { Connection } from './connection.js';
import { openFile } from './database-file.js';
import { SqliteCollection } from './sqlite-collection.js';

const aJob = (id: number, text = 'x'.repeat(20_000)) => ({
  id: `job-${id}`,
  document: { text },
  position: toPosition(id),
});

it('a full disk fails a batch whole and clearly, lets reads go on, and is over without a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-read-models-'));
  const path = join(folder, 'views.db');
  const connection = new Connection(path, openFile(path, assert.fail));
  const limitPages = (pages: number) =>
    connection.run((database) => database.exec(`PRAGMA max_page_count = ${pages}`));
  const jobs = new SqliteCollection(connection, { name: 'jobs', indexes: [] });
  await jobs.write([aJob(1)]);

  limitPages(100);
  const tooMuch = Array.from({ length: 50 }, (_, index) => aJob(index + 2));
  await assert.rejects(jobs.write(tooMuch), (error) => {
    assert.ok(error instanceof ReadModelsUnavailableError);
    assert.match(error.message, /full/);
    return true;
  });
  assert.equal(await jobs.count(), 1);
  assert.equal((await jobs.get('job-1'))?.position, toPosition(1));

  limitPages(10_000);
  await jobs.write(tooMuch);
  assert.equal(await jobs.count(), 51);
  connection.close();
  await rm(folder, { recursive: true });
});
