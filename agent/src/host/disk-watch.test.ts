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
    await watch(2 * free, conditions).look();
    assert.deepEqual(
      conditions.list().map(({ kind }) => kind),
      ['diskFull'],
    );
    assert.match(conditions.list()[0]?.message ?? '', /room for less than \d+ MB; delete something there$/);
  });

  it('takes it back when there is room', async () => {
    const conditions = new HostConditions();
    conditions.raise('diskFull', 'of an earlier look');
    await watch(1, conditions).look();
    assert.deepEqual(conditions.list(), []);
  });

  it('says nothing new where the disk can not be asked', async () => {
    const conditions = new HostConditions();
    conditions.raise('diskFull', 'of an earlier look');
    await watch(1, conditions, '/nowhere').look();
    assert.equal(conditions.list().length, 1);
  });
});
