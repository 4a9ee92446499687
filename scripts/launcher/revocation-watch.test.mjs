import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { setTimeout as sleep } from 'node:timers/promises';
import { tempFolder, until } from './fixtures/running.mjs';
import { RevocationWatch } from './revocation-watch.mjs';

describe('the watch over revoked keys', () => {
  it('signs the account anew and has the bus read it, once for each change, and again where that failed', async () => {
    const file = join(tempFolder(), 'revoked-agents');
    const done = [];
    let fails = true;
    const sign = async () => {
      done.push('sign');
      if (fails) throw new Error('no space left on device');
    };
    const options = { file, taken: 'UOLD\n', sign, reloadBus: () => done.push('reload'), everyMs: 10 };
    const watch = new RevocationWatch(options);
    onTestEnd(() => watch.close());
    writeFileSync(file, 'UOLD\n');
    await sleep(100);
    assert.deepEqual(done, [], 'the bus has read that already');
    writeFileSync(file, 'UOLD\nUNEW\n');
    await until(() => done.length >= 2);
    assert.ok(!done.includes('reload'));
    fails = false;
    await until(() => done.includes('reload'));
    await sleep(100);
    assert.equal(done.filter((what) => what === 'reload').length, 1);
    assert.deepEqual(done.slice(-2), ['sign', 'reload']);
  });
});
