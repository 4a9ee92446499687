import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deriveSync } from './derive-sync.js';
import { inputsOf } from './inputs.js';
import { modelsOf } from './models.js';
import { readOpenApi } from './openapi.js';
import { operationsModule } from './operations.js';

export const PACKAGE = fileURLToPath(new URL('../../berth/', import.meta.url));

/** Everything in the package that is made from something else: by its path, what it has to hold. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const api = readOpenApi();
  const { models, enums } = modelsOf(api);
  const operations = operationsModule(api);
  const files = new Map([
    ['_generated/models.py', models],
    ['_generated/enums.py', enums],
    ['_generated/inputs.py', inputsOf(api)],
    ['_async/operations.py', operations],
    ['_sync/operations.py', deriveSync('operations.py', operations)],
  ]);
  for (const name of readdirSync(`${PACKAGE}_async`).filter((each) => each.endsWith('.py'))) {
    if (name === 'operations.py') continue;
    files.set(`_sync/${name}`, deriveSync(name, readFileSync(`${PACKAGE}_async/${name}`, 'utf8')));
  }
  return files;
}
