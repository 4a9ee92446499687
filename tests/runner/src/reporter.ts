import type { Reporter } from '@jest/reporters';
import type { AggregatedResult, Test, TestResult } from '@jest/test-result';
import type { Config } from '@jest/types';
import { relative } from 'node:path';
import type { OwnAssertion } from './runner.js';

/** A line a file as it ends; then what failed and what was skipped, with why; the last line is the count. */
export default class PlainReporter implements Pick<
  Reporter,
  'onTestResult' | 'onRunComplete' | 'getLastError'
> {
  #nothingRan = false;

  constructor(private readonly globalConfig: Config.GlobalConfig) {}

  onTestResult(test: Test, { testResults, numPassingTests, numFailingTests, perfStats }: TestResult): void {
    if (testResults.every(({ status }) => status === 'disabled')) return;
    const mark = numFailingTests > 0 ? 'FAILED' : 'ok    ';
    const seconds = (perfStats.runtime / 1000).toFixed(1);
    console.log(`${mark} ${this.#label(test.path)} (${numPassingTests} passed, ${seconds} s)`);
    // at once, for who watches; again at the end, for who looks at what is left
    for (const each of testResults) if (each.status === 'failed') console.log(failureText(each));
  }

  onRunComplete(
    _: unknown,
    { testResults, numPassedTests, numFailedTests, runExecError }: AggregatedResult,
  ): void {
    const skipped: string[] = [];
    for (const { testFilePath, testResults: own } of testResults) {
      const label = this.#label(testFilePath);
      for (const each of own as readonly OwnAssertion[]) {
        if (each.status === 'failed') console.log(`\nFAILED ${label}\n${failureText(each)}`);
        if (each.status === 'pending')
          skipped.push(`  ${label}: ${each.fullName} (${each.skipReason ?? ''})`);
      }
    }
    if (runExecError) console.log(`\nFAILED to run the tests\n${indented(runExecError.message)}`);
    if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.join('\n')}`);
    this.#nothingRan = numPassedTests === 0;
    const ofSkipped = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
    const count = () => console.log(`\n${numPassedTests} passed, ${numFailedTests} failed${ofSkipped}`);
    // jest reports coverage after us, and the count is the last line
    if (this.globalConfig.collectCoverage && !this.#isWatching) process.once('exit', count);
    else count();
  }

  /** A run in which nothing passed is no success. */
  getLastError(): Error | undefined {
    return this.#nothingRan && !this.#isWatching ? new Error('no test passed') : undefined;
  }

  get #isWatching(): boolean {
    return this.globalConfig.watch || this.globalConfig.watchAll;
  }

  /** The source of the file, as `npm test` takes it. */
  #label(path: string): string {
    const own = relative(this.globalConfig.rootDir, path);
    return own.replace(/(^|\/)dist\//, '$1src/').replace(/\.js$/, '.ts');
  }
}

const failureText = ({ fullName, failureMessages }: OwnAssertion): string =>
  `  ${fullName}\n${indented(failureMessages.join('\n'))}`;

const indented = (text: string): string => text.replace(/^/gm, '    ');
