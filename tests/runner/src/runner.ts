import { createEmptyTestResult, type SerializableError, type Test, type TestResult } from '@jest/test-result';
import type { Config } from '@jest/types';
import type { CallbackTestRunnerInterface, OnTestFailure, OnTestStart, OnTestSuccess } from 'jest-runner';
import type { TestWatcher } from 'jest-watcher';
import { globsToMatcher } from 'jest-util';
import { basename, relative } from 'node:path';
import { defined } from '@berth/kernel/defined';
import { mergeCoverage } from './coverage.js';
import { endTestProcesses, runTestFile, type FileOutcome } from './file-process.js';
import type { TestReport } from './file-report.js';

/** Jest's record of a test has no room for why it was skipped. */
export type OwnAssertion = TestResult['testResults'][number] & { readonly skipReason?: string };

/** The project of jest.config.js whose tests start real processes. */
const HEAVY = 'heavy';
/** More of them at once take each other's processors and run into their timeouts. */
const HEAVY_MAX = 2;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    endTestProcesses();
    process.exit(130);
  });
}

/**
 * Jest's runner: each file in a process of its own, on jest-circus, without jest's module registry, transforms and vm
 * contexts, so that the compiled code runs as it does anywhere.
 */
export default class Runner implements CallbackTestRunnerInterface {
  constructor(private readonly globalConfig: Config.GlobalConfig) {}

  async runTests(
    tests: Test[],
    watcher: TestWatcher,
    onStart: OnTestStart,
    onResult: OnTestSuccess,
    onFailure: OnTestFailure,
  ): Promise<void> {
    watcher.on('change', ({ interrupted }) => {
      if (interrupted) endTestProcesses();
    });
    const { collectCoverage, maxWorkers } = this.globalConfig;
    const isAskedFor = coverageFilter(this.globalConfig);
    const runOne = async (test: Test): Promise<void> => {
      if (watcher.isInterrupted()) return;
      await onStart(test);
      try {
        const outcome = await runTestFile({
          file: test.path,
          timeoutMs: test.context.config.testTimeout,
          withCoverage: collectCoverage,
          ...namePatternOf(this.globalConfig),
        });
        const result = resultOf(test, outcome);
        if (collectCoverage) result.v8Coverage = mergeCoverage(outcome.coverage, isAskedFor);
        await onResult(test, result);
      } catch (error) {
        await onFailure(test, error as SerializableError);
      }
    };
    const isHeavy = ({ context }: Test) => context.config.displayName?.name === HEAVY;
    await measureInterleaved(
      tests.filter((test) => !isHeavy(test)),
      maxWorkers,
      runOne,
    );
    await measureInterleaved(tests.filter(isHeavy), Math.min(maxWorkers, HEAVY_MAX), runOne);
  }
}

function namePatternOf({ testNamePattern }: Config.GlobalConfig): { namePattern?: string } {
  return testNamePattern ? { namePattern: testNamePattern } : {};
}

function coverageFilter({ rootDir, collectCoverageFrom }: Config.GlobalConfig): (path: string) => boolean {
  const matches = globsToMatcher(collectCoverageFrom);
  return (path) => matches(relative(rootDir, path));
}

/** In the order given, so many at once. */
async function measureInterleaved(
  tests: readonly Test[],
  max: number,
  run: (test: Test) => Promise<void>,
): Promise<void> {
  const left = [...tests];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: max }, worker));
}

function resultOf(test: Test, { tests, problem, durationMs }: FileOutcome): TestResult {
  const own = tests.map(assertionOf);
  if (problem !== undefined)
    own.push(assertionOf({ path: [basename(test.path)], durationMs: 0, errors: [problem] }));
  // jest takes a file without a test for a failure; with a name asked for, most files have none of it
  if (own.length === 0)
    own.push({ ...assertionOf({ path: [], durationMs: 0, errors: [] }), status: 'disabled' });
  const count = (status: string) => own.filter((each) => each.status === status).length;
  const failures = own.flatMap(({ fullName, failureMessages }) =>
    failureMessages.map((message) => `${fullName}\n${message}`),
  );
  const end = Date.now();
  return {
    ...createEmptyTestResult(),
    testFilePath: test.path,
    testResults: own,
    numFailingTests: count('failed'),
    numPassingTests: count('passed'),
    numPendingTests: count('pending'),
    failureMessage: failures.length > 0 ? failures.join('\n\n') : null,
    ...defined({ displayName: test.context.config.displayName }),
    perfStats: {
      start: end - durationMs,
      end,
      runtime: Math.round(durationMs),
      slow: durationMs > test.context.config.slowTestThreshold * 1000,
      loadTestEnvironmentStart: 0,
      loadTestEnvironmentEnd: 0,
      setupAfterEnvStart: 0,
      setupAfterEnvEnd: 0,
      setupFilesStart: 0,
      setupFilesEnd: 0,
    },
  };
}

function assertionOf({ path, durationMs, errors, skipped }: TestReport): OwnAssertion {
  return {
    ancestorTitles: path.slice(0, -1),
    title: path.at(-1) ?? '',
    fullName: path.join(' > '),
    duration: durationMs,
    failureDetails: [],
    failureMessages: [...errors],
    numPassingAsserts: 0,
    status: skipped !== undefined ? 'pending' : errors.length > 0 ? 'failed' : 'passed',
    ...defined({ skipReason: skipped }),
  };
}
