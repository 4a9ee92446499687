import type { Circus } from '@jest/types';
import type { FileReport, TestReport } from './file-report.js';

/** What `skipTest` of @berth/testing throws. By its name, since that package is not known here. */
const SKIPPED = 'SkippedTest';
const CAUSES_MAX = 5;
/** What stands in every stack, since it called the test. */
const CALLERS = /\n +at [^\n]*(\/node_modules\/jest-circus\/|tests\/runner\/dist\/)[^\n]*/g;

/** The tests that were run or skipped, in the order of the file, out of what jest-circus knows when it is over. */
export function reportOf({ rootDescribeBlock, unhandledErrors, testNamePattern }: Circus.State): FileReport {
  const tests: TestReport[] = [];
  const collect = (block: Circus.DescribeBlock, path: readonly string[]): void => {
    for (const child of block.children) {
      const childPath = [...path, child.name];
      if (child.type === 'describeBlock') collect(child, childPath);
      else if (!testNamePattern || testNamePattern.test(childPath.join(' ')))
        tests.push(testReport(child, childPath));
    }
  };
  collect(rootDescribeBlock, []);
  return { tests, errors: unhandledErrors.map(textOfEither) };
}

function testReport(test: Circus.TestEntry, path: readonly string[]): TestReport {
  const base = { path, durationMs: test.duration ?? 0 };
  if (test.status !== 'done') return { ...base, errors: [], skipped: 'no reason given' };
  const skip = test.errors.map(thrown).find((error) => error instanceof Error && error.name === SKIPPED);
  const others = test.errors.filter((each) => thrown(each) !== skip);
  if (skip && others.length === 0) return { ...base, errors: [], skipped: (skip as Error).message };
  return { ...base, errors: others.map(textOfEither) };
}

/** jest-circus keeps an error with a second one that tells where the test stands. */
const thrown = (error: unknown): unknown => (Array.isArray(error) ? (error[0] as unknown) : error);

function textOfEither(error: unknown): string {
  const first = thrown(error);
  if (first instanceof Error || !Array.isArray(error)) return textOf(first);
  return `${textOf(first)}\n${textOf(error[1])}`;
}

/** What was thrown, with everything that hangs on it. */
export function textOf(error: unknown): string {
  return fullText(error).replace(CALLERS, '');
}

function fullText(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error) ?? `thrown: ${String(error)}`;
  const causes: string[] = [];
  for (
    let each: unknown = error.cause;
    each !== undefined && causes.length < CAUSES_MAX;
    each = (each as Error | null)?.cause
  ) {
    causes.push(`caused by ${each instanceof Error ? (each.stack ?? each.message) : String(each)}`);
  }
  return [error.stack ?? error.message, ...causes].join('\n');
}

/** jest-circus puts a message alone in the place of an AssertionError, with both values and their difference. */
function messageOf(error: unknown): string | undefined {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : undefined;
}
