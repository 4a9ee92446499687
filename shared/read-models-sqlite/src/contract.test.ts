import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelsContract } from '@berth/read-models/testing/contract';
import { openSqliteReadModels } from './open.js';

readModelsContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-read-models-'));
  return {
    open: () => openSqliteReadModels({ path: join(folder, 'views.db') }),
    dispose: () => rm(folder, { recursive: true }),
  };
});
