import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it } from '@jest/globals';
import { schema } from '../../graphql/schema.js';
import { ROUTES } from '../routes.js';
import { openApiDocument } from './document.js';

const require = createRequire(import.meta.url);
const FILE = fileURLToPath(new URL('../../../openapi.json', import.meta.url));
const redocly = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js');

describe('gateway/openapi.json', () => {
  const kept = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly info: { readonly version: string } };

  it('is what the code says; else run `npm run openapi:print --workspace @berth/gateway`', () => {
    assert.deepEqual(kept, JSON.parse(JSON.stringify(openApiDocument(schema, ROUTES, kept.info.version))));
  });

  it('has no error and no warning by Redocly', async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [redocly, 'lint', FILE, '--extends=recommended-strict', '--format=stylish'],
      {
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        timeout: 60_000,
      },
    );
    assert.match(stdout + stderr, /Your API description is valid/);
    assert.doesNotMatch(stdout + stderr, /warning/i);
  });
});
