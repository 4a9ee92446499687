import assert from 'node:assert/strict';
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { DiskWatch } from './disk-watch.mjs';
import { tempFolder, until } from './fixtures/running.mjs';

const STUCK =
  "[1] 2026/01/31 08:00:00.000000 [ERR] JetStream failed to store a msg on stream 'A > LOGS': write x/1.blk: no space left on device\n";
const MEBIBYTE = 1024 * 1024;

describe('the watch over the disk', () => {
  it('starts the bus again once it is stuck and there is room, and again only after a while', async () => {
    const data = tempFolder();
    const busLog = join(data, 'nats-server.log');
    writeFileSync(busLog, STUCK);
    let free = 100 * MEBIBYTE;
    let restarts = 0;
    const restartBus = () => (restarts += 1);
    const watch = new DiskWatch({ data, busLog, restartBus, everyMs: 10, freeBytes: () => free });
    onTestEnd(() => watch.close());
    await sleep(50);
    assert.equal(restarts, 0, 'what was said before is of no account');
    free = 0;
    appendFileSync(busLog, STUCK);
    await sleep(50);
    assert.equal(restarts, 0, 'there is no room');
    free = 4 * MEBIBYTE;
    await sleep(50);
    assert.equal(restarts, 0, 'there is hardly any room');
    free = 100 * MEBIBYTE;
    await until(() => restarts === 1);
    appendFileSync(busLog, STUCK);
    await sleep(50);
    truncateSync(busLog);
    appendFileSync(busLog, STUCK);
    await sleep(200);
    assert.equal(restarts, 1, 'it was started again just now');
    await until(() => restarts === 2);
  });
});
