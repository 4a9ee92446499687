import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import { tempDir } from '@berth/testing/temp-dir';
import { baseConfig } from './config.js';
import { createLogger } from './log.js';
import { openStorage } from './storage.js';

const log = createLogger('test', 'silent');

/** A service's stores in a folder of its own. */
function aFolder() {
  const folder = tempDir('storage');
  const at = (name: string) => join(folder, name);
  writeFileSync(at('master.key'), randomBytes(32).toString('base64'));
  const config = baseConfig.parse({
    BERTH_EVENT_STORE: `sqlite:${at('events.sqlite')}`,
    BERTH_READ_MODELS: `sqlite:${at('views.sqlite')}`,
    BERTH_KEY_STORE: `sqlite:${at('keys.sqlite')}`,
    BERTH_MASTER_KEY_FILE: at('master.key'),
  });
  const open = async () => {
    const storage = await openStorage('billing', config, systemClock, log);
    const close = async () => {
      await storage.readModels.close();
      await storage.processes.close();
      await storage.store.close();
      await storage.keys.close();
    };
    return { storage, close };
  };
  return { at, open };
}

it('views that cannot be read start afresh; the process store beside them keeps what it has', async () => {
  const { at, open } = aFolder();
  const first = await open();
  await first.storage.processes.save('processManager:one', toPosition(7));
  await first.storage.readModels.saveCheckpoint('view', toPosition(7));
  await first.close();
  writeFileSync(at('views.sqlite'), 'x'.repeat(20_000));
  const second = await open();
  assert.equal(await second.storage.readModels.loadCheckpoint('view'), undefined);
  assert.equal(await second.storage.processes.load('processManager:one'), toPosition(7));
  await second.close();
});

it('a process store that cannot be read is refused by name, and left as it is', async () => {
  const { at, open } = aFolder();
  await (await open()).close();
  writeFileSync(at('process.sqlite'), 'x'.repeat(20_000));
  await assert.rejects(open(), (error: Error) => {
    assert.match(error.message, /process\.sqlite cannot be read\. It is the process store of billing/);
    assert.match(error.message, /restore a copy of it, or move it away/);
    return true;
  });
  assert.equal(readFileSync(at('process.sqlite'), 'utf8'), 'x'.repeat(20_000));
});
