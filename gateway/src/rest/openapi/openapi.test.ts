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

interface Schema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
}
interface Body {
  readonly required: boolean;
  readonly content: { readonly [type: string]: { readonly schema: Schema } };
}
interface Document {
  readonly paths: { readonly [path: string]: { readonly post?: { readonly requestBody: Body } } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

const require = createRequire(import.meta.url);
const FILE = fileURLToPath(new URL('../../../openapi.json', import.meta.url));
const redocly = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js');

describe('gateway/openapi.json', () => {
  const kept = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly info: { readonly version: string } };

  it('is what the code says; else run `npm run openapi:print --workspace @berth/gateway`', () => {
    assert.deepEqual(kept, JSON.parse(JSON.stringify(openApiDocument(schema, ROUTES, kept.info.version))));
  });

  it('wants no refresh token, and promises none, where it may be in a cookie', () => {
    const document = JSON.parse(JSON.stringify(openApiDocument(schema, ROUTES, '1'))) as Document;
    const refresh = document.paths['/api/v1/session/refresh']?.post?.requestBody;
    const { properties, required } = refresh?.content['application/json']?.schema ?? {};
    assert.deepEqual([refresh?.required, required], [false, undefined]);
    assert.match(properties?.['refreshToken']?.description ?? '', /Not there with `Berth-Session: cookie`/);
    for (const name of ['LoginSuccess', 'RefreshSuccess', 'RegisterSuccess']) {
      const answer = document.components.schemas[name];
      assert.ok(answer?.properties?.['refreshToken'] && answer.required?.includes('accessToken'), name);
      assert.equal(answer.required?.includes('refreshToken'), false, name);
    }
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
