import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { openSqliteReadModels } from '@berth/read-models-sqlite';
import { tempDir } from '@berth/testing/temp-dir';
import { CommandKeys } from './command-keys.js';
import { ProcessStore } from './process-store.js';

const folder = tempDir('command-keys');
let files = 0;

/** Opens the same keys repeatedly, as a service does that is started again. */
function aService(maxKept?: number) {
  const path = join(folder, `process-${(files += 1)}.sqlite`);
  return async <T>(use: (keys: CommandKeys) => Promise<T>): Promise<T> => {
    const processes = new ProcessStore(await openSqliteReadModels({ path }));
    const result = await use(await CommandKeys.open(processes, maxKept));
    await processes.close();
    return result;
  };
}

describe('what idempotency keys were used for', () => {
  it('is known after a restart', async () => {
    const run = aService();
    assert.equal(await run((keys) => keys.claim('cancel by ada, K', 'job 1')), 'new');
    await run(async (keys) => {
      assert.equal(await keys.claim('cancel by ada, K', 'job 1'), 'repeated');
      assert.equal(await keys.claim('cancel by ada, K', 'job 2'), 'reused');
      assert.equal(await keys.claim('cancel by bob, K', 'job 2'), 'new');
    });
  });

  it('is forgotten after a refusal, for good', async () => {
    const run = aService();
    for (let round = 0; round < 3; round += 1) {
      await run(async (keys) => {
        assert.equal(await keys.claim('K', `input ${round}`), 'new');
        await keys.release('K');
      });
    }
    assert.equal(await run((keys) => keys.claim('K', 'right')), 'new');
    assert.equal(await run((keys) => keys.claim('K', 'other')), 'reused');
  });

  it('is kept of the newest only', async () => {
    const run = aService(3);
    for (const key of ['a', 'b', 'c', 'd', 'e']) await run((keys) => keys.claim(key, '1'));
    const claims = await run(async (keys) => {
      const known: string[] = [];
      for (const key of ['c', 'd', 'e']) known.push(await keys.claim(key, '2'));
      return [...known, await keys.claim('a', '2')];
    });
    assert.deepEqual(claims, ['reused', 'reused', 'reused', 'new']);
    assert.equal(await run((keys) => keys.claim('c', '2')), 'new');
  });

  it('is not claimed where it cannot be kept', async () => {
    const processes = new ProcessStore(
      await openSqliteReadModels({ path: join(folder, `process-${(files += 1)}.sqlite`) }),
    );
    const keys = await CommandKeys.open(processes);
    await processes.close();
    await assert.rejects(keys.claim('K', '1'));
    await assert.rejects(keys.claim('K', '2'));
  });
});
