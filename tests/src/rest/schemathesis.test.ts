import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { promisify } from 'node:util';
import { pythonPackage } from '@berth/testing/python-package';
import { tempDir } from '@berth/testing/temp-dir';
import { skipTest } from '@berth/testing/test-end';
import { createLab, type Lab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(600_000);

const VERSION = '4.32.5';
/** What would end the session that the test runs in, or lock its user out. */
const EXCLUDED = '/(session|me|users|tokens)(/|$)';
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method';

describe('the REST API, tried by its OpenAPI document', () => {
  let platform: Platform;
  let lab: Lab;

  beforeAll(async () => {
    platform = await Platform.start({
      env: { BERTH_RATE_LIMIT_PER_MINUTE: '600000', BERTH_COST_LIMIT_PER_MINUTE: '120000000' },
    });
    lab = await createLab(platform);
  });
  afterAll(() => platform.stop());

  it('answers whatever is sent as the document says', async () => {
    const schemathesis = await pythonPackage('schemathesis', VERSION);
    if ('unavailable' in schemathesis) skipTest(schemathesis.unavailable);
    const { token } = await lab.admin.api.do<{ token: string }>(
      'createApiToken',
      { name: 'schemathesis', scopes: ['READ', 'JOBS', 'ADMIN'] },
      'token',
    );
    const options = [
      `--url=${platform.url}`,
      `--header=Authorization: Bearer ${token}`,
      `--exclude-path-regex=${EXCLUDED}`,
      '--phases=coverage,fuzzing',
      '--max-examples=3',
      `--checks=${CHECKS}`,
      '--mode=all',
      '--request-timeout=20',
      '--max-time=90',
      '--suppress-health-check=all',
      '--seed=1',
      '--no-color',
    ];
    const { stdout } = await promisify(execFile)(
      schemathesis.python,
      ['-m', 'schemathesis.cli', 'run', `${platform.url}/api/v1/openapi.json`, ...options],
      {
        cwd: tempDir('schemathesis'),
        env: { ...process.env, PYTHONPATH: schemathesis.folder },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 500_000,
      },
    ).catch((error: unknown) => {
      const { stdout: said } = error as { readonly stdout?: string };
      // the failures come first, then long advice
      throw new Error(`schemathesis: ${said?.slice(said.indexOf('FAILURES'), 20_000) ?? String(error)}`);
    });
    const tested = Number(/Tested: (\d+)/.exec(stdout)?.[1]);
    assert.ok(tested > 90, stdout.slice(-2_000));
    assert.ok(Number(/(\d+) generated/.exec(stdout)?.[1]) > 1_000, stdout.slice(-2_000));
  });
});
