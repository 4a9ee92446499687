import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import {
  addResult,
  createEmptyTestResult,
  makeEmptyAggregatedTestResult,
  type Test,
} from '@jest/test-result';
import type { Config } from '@jest/types';
import type { OwnAssertion } from './runner.js';
import PlainReporter from './reporter.js';

const config = { rootDir: '/berth', watch: false, watchAll: false, collectCoverage: false };

const anAssertion = (change: Partial<OwnAssertion>): OwnAssertion => ({
  ancestorTitles: [],
  title: 'a',
  fullName: 'd > a',
  status: 'passed',
  failureDetails: [],
  failureMessages: [],
  numPassingAsserts: 0,
  ...change,
});

/** What is printed for files with these tests, each path with its own. */
function reportOf(files: Record<string, readonly OwnAssertion[]>) {
  const said: string[] = [];
  const log = jest.spyOn(console, 'log');
  log.mockImplementation((text: unknown) => void said.push(String(text)));
  onTestEnd(() => log.mockRestore());

  const reporter = new PlainReporter(config as Config.GlobalConfig);
  const all = makeEmptyAggregatedTestResult();
  for (const [path, own] of Object.entries(files)) {
    const count = (status: string) => own.filter((each) => each.status === status).length;
    const result = {
      ...createEmptyTestResult(),
      testFilePath: path,
      testResults: [...own],
      numPassingTests: count('passed'),
      numFailingTests: count('failed'),
      numPendingTests: count('pending'),
    };
    reporter.onTestResult({ path } as Test, result);
    addResult(all, result);
  }
  reporter.onRunComplete(undefined, all);
  return { lines: said.join('\n').split('\n'), error: reporter.getLastError() };
}

describe('what npm test prints', () => {
  it('is a line a file, by its source, and the count at the end', () => {
    const { lines, error } = reportOf({
      '/berth/shared/kernel/dist/ids.test.js': [anAssertion({}), anAssertion({})],
      '/berth/scripts/a.test.mjs': [anAssertion({})],
    });
    assert.match(lines[0] ?? '', /^ok {5}shared\/kernel\/src\/ids\.test\.ts \(2 passed, /);
    assert.match(lines[1] ?? '', /^ok {5}scripts\/a\.test\.mjs \(1 passed, /);
    assert.equal(lines.at(-1), '3 passed, 0 failed');
    assert.equal(error, undefined);
  });

  it('names each test that failed, with what was thrown, at once and at the end', () => {
    const failed = anAssertion({
      fullName: 'd > b',
      status: 'failed',
      failureMessages: ['Error: no\n  at x'],
    });
    const { lines } = reportOf({ '/berth/agent/dist/a.test.js': [failed, anAssertion({})] });
    assert.match(lines[0] ?? '', /^FAILED agent\/src\/a\.test\.ts \(1 passed, /);
    const told = ['  d > b', '    Error: no', '      at x'];
    assert.deepEqual(lines.slice(1, 4), told);
    assert.deepEqual(lines.slice(4, 9), ['', 'FAILED agent/src/a.test.ts', ...told]);
    assert.equal(lines.at(-1), '1 passed, 1 failed');
  });

  it('names what was skipped and why', () => {
    const skipped = anAssertion({ status: 'pending', skipReason: 'no pip' });
    const { lines } = reportOf({ '/berth/agent/dist/a.test.js': [skipped, anAssertion({})] });
    assert.ok(lines.includes('  agent/src/a.test.ts: d > a (no pip)'));
    assert.equal(lines.at(-1), '1 passed, 0 failed, 1 skipped');
  });

  it('has no line for a file without the tests that were asked for, and fails where none passed', () => {
    const { lines, error } = reportOf({
      '/berth/agent/dist/a.test.js': [anAssertion({ status: 'disabled' })],
    });
    assert.deepEqual(lines, ['', '0 passed, 0 failed']);
    assert.match(error?.message ?? '', /no test passed/);
  });
});
