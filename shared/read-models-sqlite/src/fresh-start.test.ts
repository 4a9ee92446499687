import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { ReadModelsDamagedError } from './failures.js';
import { openSqliteReadModels } from './open.js';

const JOBS = { name: 'jobs', indexes: [{ fields: ['status'] }] };

describe('a file that cannot be used', () => {
  let folder: string;
  let path: string;
  let reasons: string[];
  const reopen = () => openSqliteReadModels({ path, onUnusable: (reason) => reasons.push(reason) });
  const withDocuments = async (count: number) => {
    const readModels = await reopen();
    const document = { status: 'queued', text: 'x'.repeat(500) };
    const writes = Array.from({ length: count }, (_, index) => ({
      id: `${index}`,
      document,
      position: toPosition(1),
    }));
    await readModels.collection(JOBS).write(writes);
    await readModels.saveCheckpoint('jobs@scheduler', toPosition(1));
    await readModels.close();
  };
  const assertFresh = async () => {
    const readModels = await reopen();
    assert.equal(await readModels.loadCheckpoint('jobs@scheduler'), undefined);
    assert.equal(await readModels.collection(JOBS).count(), 0);
    await readModels.close();
    assert.equal(reasons.length, 1);
    await (await reopen()).close();
    assert.equal(reasons.length, 1, 'the second start is an ordinary one');
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-read-models-'));
    path = join(folder, 'data', 'views.db');
    reasons = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('starts afresh from no database at all, and keeps what was there', async () => {
    await withDocuments(1);
    await writeFile(path, 'x'.repeat(20_000));
    await assertFresh();
    assert.match(reasons[0] ?? '', /cannot be read/);
    assert.equal(await readFile(`${path}.unreadable`, 'utf8'), 'x'.repeat(20_000));
  });

  it('starts afresh from a tail that is missing', async () => {
    await withDocuments(200);
    const file = await open(path, 'r+');
    await file.truncate(4_096 * 3);
    await file.close();
    await assertFresh();
    assert.match(reasons[0] ?? '', /cannot be read/);
  });

  it('says that pages are broken when it meets them, and starts afresh the next time', async () => {
    await withDocuments(2_000);
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    for (let offset = 4_096 * 8; offset < size; offset += 4_096)
      await file.write(Buffer.alloc(64, 0xff), 0, 64, offset);
    await file.close();
    const readModels = await reopen();
    await assert.rejects(readModels.collection(JOBS).query({ limit: 1_000 }), (error) => {
      assert.ok(error instanceof ReadModelsDamagedError);
      assert.match(error.message, /is damaged; restart the service/);
      return true;
    });
    await readModels.close();
    assert.deepEqual(reasons, []);
    await assertFresh();
    assert.match(reasons[0] ?? '', /is damaged/);
  });

  it('starts afresh from another format', async () => {
    await withDocuments(3);
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 999');
    database.close();
    await assertFresh();
    assert.match(reasons[0] ?? '', /another format/);
    assert.equal(existsSync(`${path}.unreadable`), false);
  });

  it('is left as it is where whoever is told so throws', async () => {
    const refuse = () =>
      openSqliteReadModels({
        path,
        onUnusable: (reason) => {
          throw new Error(`${reason}: put back a copy`);
        },
      });
    await withDocuments(1);
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 999');
    database.close();
    await assert.rejects(refuse(), /another format: put back a copy/);
    await writeFile(path, 'x'.repeat(20_000));
    await assert.rejects(refuse(), /cannot be read: put back a copy/);
    assert.equal(await readFile(path, 'utf8'), 'x'.repeat(20_000));
    assert.equal(existsSync(`${path}.unreadable`), false);
  });

  it("leaves somebody else's database alone", async () => {
    const other = join(folder, 'other.db');
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE precious (thing TEXT); INSERT INTO precious VALUES (1)');
    database.close();
    await assert.rejects(openSqliteReadModels({ path: other }), /is a database of another program/);
    const again = new DatabaseSync(other);
    assert.equal(again.prepare('SELECT count(*) AS count FROM precious').get()?.['count'], 1);
    again.close();
  });
});
