import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { requireCurrentFormat } from './data-format.mjs';

const SCHEMA = new URL('../../shared/event-store-sqlite/src/schema.ts', import.meta.url);
const current = Number(/const FORMAT = (\d+);/.exec(readFileSync(SCHEMA, 'utf8'))[1]);

/** A data folder with an event store of that format. */
function aFolder({ format, applicationId = 0x42727468 }) {
  const data = mkdtempSync(join(tmpdir(), 'berth-data-format-'));
  onTestEnd(() => rmSync(data, { recursive: true }));
  const folder = join(data, 'services', 'auth');
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'events.sqlite'));
  db.exec(
    `CREATE TABLE events (a); PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${format}`,
  );
  db.close();
  return data;
}

describe('the format of a data folder', () => {
  it('is refused where it is another one, and nothing in the folder changes', () => {
    for (const format of [1, current + 1]) {
      const data = aFolder({ format });
      const path = join(data, 'services', 'auth', 'events.sqlite');
      const before = readFileSync(path);
      assert.throws(
        () => requireCurrentFormat(data),
        new RegExp(
          `written by another version of Berth \\(format ${format}, this version reads ${current}\\)`,
        ),
      );
      assert.deepEqual(readFileSync(path), before);
      assert.deepEqual(readdirSync(join(data, 'services', 'auth')), ['events.sqlite']);
    }
  });

  it('is taken where it is the present one, and where there is nothing to judge by', () => {
    requireCurrentFormat(aFolder({ format: current }));
    requireCurrentFormat(aFolder({ format: 7, applicationId: 1 }));
    requireCurrentFormat(join(tmpdir(), 'berth-no-such-folder'));
    const data = aFolder({ format: current });
    writeFileSync(join(data, 'services', 'auth', 'events.sqlite'), 'short');
    requireCurrentFormat(data);
  });
});
