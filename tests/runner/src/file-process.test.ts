import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { runTestFile, type FileOptions } from './file-process.js';

const BEGIN = `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
`;
const LIBRARY = new URL('../../../shared/testing/dist/test-end.js', import.meta.url).href;

async function outcomeOf(code: string, options: Partial<FileOptions> = {}) {
  const file = join(tempDir('test-file'), 'some.test.mjs');
  writeFileSync(file, BEGIN + code);
  const outcome = await runTestFile({ file, timeoutMs: 30_000, ...options });
  const named = (wanted: (test: (typeof outcome.tests)[number]) => boolean) =>
    outcome.tests.filter(wanted).map(({ path }) => path.join(' > '));
  return {
    ...outcome,
    passed: named(({ errors, skipped }) => errors.length === 0 && skipped === undefined),
    failed: named(({ errors }) => errors.length > 0),
    skipped: outcome.tests.filter(({ skipped }) => skipped !== undefined).map(({ skipped }) => skipped),
  };
}

describe('a test file in a process of its own', () => {
  it('tells what passed, failed and was skipped, and why', async () => {
    const { passed, failed, skipped, tests, problem } = await outcomeOf(
      `const { skipTest } = await import('${LIBRARY}');
       describe('d', () => {
         it('good', () => {});
         it('bad', () => { throw new Error('outer', { cause: new Error('inner') }); });
         it('wrong', () => assert.equal(1, 2));
         it('absent', () => skipTest('not here'));
         it.skip('later', () => {});
       });`,
    );
    assert.deepEqual(passed, ['d > good']);
    assert.deepEqual(failed, ['d > bad', 'd > wrong']);
    assert.deepEqual(skipped, ['not here', 'no reason given']);
    assert.match(tests[1]?.errors[0] ?? '', /Error: outer[^]*caused by Error: inner/);
    assert.match(tests[2]?.errors[0] ?? '', /some\.test\.mjs/);
    assert.doesNotMatch(tests[2]?.errors[0] ?? '', /jest-circus/);
    assert.equal(problem, undefined);
  });

  it('runs only the tests that are named so', async () => {
    const { passed, problem } = await outcomeOf(
      `describe('d', () => { it('a', () => {}); it('b', () => {}); });`,
      {
        namePattern: 'd b',
      },
    );
    assert.deepEqual(passed, ['d > b']);
    assert.equal(problem, undefined);
  });

  it('fails where a hook does', async () => {
    const before = await outcomeOf(
      `describe('d', () => { beforeAll(() => { throw new Error('hook'); }); it('a', () => {}); });`,
    );
    assert.deepEqual(before.failed, ['d > a']);
    const after = await outcomeOf(`afterAll(() => { throw new Error('hook'); }); it('a', () => {});`);
    assert.match(after.problem ?? '', /hook/);
  });

  it('fails the test during which something is thrown that nobody catches', async () => {
    const { failed, passed } = await outcomeOf(
      `it('a', async () => {
         setTimeout(() => { throw new Error('stray'); }, 10);
         await new Promise((resolve) => setTimeout(resolve, 500));
       });
       it('b', () => {});`,
    );
    assert.deepEqual([failed, passed], [['a'], ['b']]);
  });

  it('ends what a test began, the last first, though one of them fails', async () => {
    const { tests } = await outcomeOf(
      `const { onTestEnd } = await import('${LIBRARY}');
       const said = [];
       it('a', () => {
         onTestEnd(() => said.push('first'));
         onTestEnd(async () => { throw new Error('cleanup'); });
         onTestEnd(() => said.push('last'));
       });
       it('b', () => assert.deepEqual(said, ['last', 'first']));`,
    );
    assert.match(tests[0]?.errors[0] ?? '', /cleanup/);
    assert.deepEqual(tests[1]?.errors, []);
  });

  it('fails a test and a file that take longer than they may', async () => {
    const slow = `it('a', () => new Promise((resolve) => setTimeout(resolve, 60_000).unref()));
                  const alive = setInterval(() => {}, 1000); afterAll(() => clearInterval(alive));`;
    const { tests } = await outcomeOf(slow, { timeoutMs: 200 });
    assert.match(tests[0]?.errors[0] ?? '', /Exceeded timeout of 200 ms/);
    const { problem } = await outcomeOf(slow, { fileTimeoutMs: 2_000 });
    assert.match(problem ?? '', /no end after/);
  });

  it('ends with what it started', async () => {
    const { problem } = await outcomeOf(
      `const child = spawn('sleep', ['600']);
       it('a', () => { console.log('pid', child.pid); process.exit(3); });`,
    );
    assert.match(problem ?? '', /status 3/);
    const pid = Number(/pid (\d+)/.exec(problem ?? '')?.[1]);
    await eventually(() => assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' }));
  });

  it('has a problem where it does not load, and it is shown what it said', async () => {
    assert.match((await outcomeOf(`await import('./absent.mjs');`)).problem ?? '', /absent\.mjs/);
  });

  it('has a problem where it dies after its tests have passed', async () => {
    const { problem } = await outcomeOf(
      `it('a', () => {}); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1000);`,
    );
    assert.match(problem ?? '', /signal SIGKILL/);
  });

  it('has a problem where it holds no test', async () => {
    assert.match((await outcomeOf(`export {};`)).problem ?? '', /no tests/);
  });
});
