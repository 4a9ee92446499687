import assert from 'node:assert/strict';
import { statfsSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { createLogger } from '@berth/service-host/log';
import { tempDir } from '@berth/testing/temp-dir';
import { HostConditions } from './conditions.js';
import { DiskWatch } from './disk-watch.js';

const folder = tempDir('disk');
const { bavail, bsize } = statfsSync(folder);
const free = bavail * bsize;

const watch = (minFreeBytes: number, conditions: HostConditions, at = folder) =>
  new DiskWatch({ folder: at, minFreeBytes, conditions, log: createLogger('test', 'silent') });

describe('DiskWatch', () => {
  it('says that a disk with too little room is full', async () => {
    const conditions = new HostConditions();
    await watch(2 * free, conditions).check();
    assert.deepEqual(
      conditions.list().map(({ kind }) => kind),
      ['diskFull'],
    );
    assert.match(conditions.list()[0]?.message ?? '', /less than \d+ MB free; delete files there$/);
  });

  it('clears the condition when there is room', async () => {
    const conditions = new HostConditions();
    conditions.raise('diskFull', 'of an earlier look');
    await watch(1, conditions).check();
    assert.deepEqual(conditions.list(), []);
  });

  it('changes nothing where the free space cannot be read', async () => {
    const conditions = new HostConditions();
    conditions.raise('diskFull', 'of an earlier look');
    await watch(1, conditions, '/nowhere').check();
    assert.equal(conditions.list().length, 1);
  });
});
