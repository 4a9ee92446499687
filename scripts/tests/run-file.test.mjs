import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runFile } from './run-file.mjs';

const BEGIN = `import { describe, it, before } from 'node:test'; import assert from 'node:assert/strict';\n`;

async function outcomeOfFile(context, code) {
  const cwd = mkdtempSync(join(tmpdir(), 'berth-run-file-'));
  context.after(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'some.test.mjs'), BEGIN + code);
  return runFile({ cwd, file: 'some.test.mjs' }, { node: process.execPath, env: process.env });
}

describe('running a test file', { concurrency: 2, timeout: 60_000 }, () => {
  it('counts what passed, failed and was skipped', async (context) => {
    const outcome = await outcomeOfFile(
      context,
      `describe('d', () => {
         it('good', () => {});
         it('bad', () => { throw new Error('outer', { cause: new Error('inner') }); });
         it('later', { skip: 'not here' }, () => {});
       });`,
    );
    assert.equal(outcome.passed, 1);
    assert.deepEqual(outcome.skipped, [{ name: 'd > later', reason: 'not here' }]);
    assert.equal(outcome.failed.length, 1);
    assert.equal(outcome.failed[0].name, 'd > bad');
    assert.match(outcome.failed[0].error, /Error: outer[^]*caused by Error: inner/);
  });

  it('counts a hook that fails', async (context) => {
    const { passed, failed } = await outcomeOfFile(
      context,
      `describe('d', () => { before(() => { throw new Error('hook'); }); it('a', () => {}); });`,
    );
    assert.equal(passed, 0);
    assert.ok(failed.length >= 1);
  });

  it('fails a file that does not load, and shows what it said', async (context) => {
    const { failed } = await outcomeOfFile(context, `await import('./absent.mjs');`);
    assert.equal(failed.length, 1);
    assert.match(failed[0].error, /absent\.mjs/);
  });

  it('fails a file that dies after its tests have passed', async (context) => {
    const { failed } = await outcomeOfFile(
      context,
      `it('a', () => {}); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200);`,
    );
    assert.match(failed[0].error, /signal SIGKILL/);
  });

  it('fails a file without tests', async (context) => {
    const { failed } = await outcomeOfFile(context, `export {};`);
    assert.match(failed[0].error, /no tests/);
  });
});
