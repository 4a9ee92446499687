import { afterEach, getState } from 'jest-circus';

type Cleanup = () => unknown;

/** Of the test that runs now: tests of a file run one after another. */
const cleanups: Cleanup[] = [];

/** Calls `cleanup` when the test that runs now is over, failed or not: the last first, each after the one before it. */
export function onTestEnd(cleanup: Cleanup): void {
  if (!getState().currentlyRunningTest) throw new Error('onTestEnd is for tests; a suite has afterAll');
  cleanups.push(cleanup);
}

/** For what is done as a test ends: whether it has failed by then. */
export function hasTestFailed(): boolean {
  return (getState().currentlyRunningTest?.errors.length ?? 0) > 0;
}

/** Ends the test that runs now: it is counted as skipped, with the reason. */
export function skipTest(reason: string): never {
  throw new SkippedTest(reason);
}

class SkippedTest extends Error {
  override readonly name = 'SkippedTest';
}

// for each file that imports this, since each runs in a process of its own; it comes after the file's own hooks
afterEach(async () => {
  const failures: unknown[] = [];
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      await cleanup();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join('\n'));
});
