import { jestExpect } from '@jest/expect';
import { ModuleMocker } from 'jest-mock';

/**
 * What `@jest/globals` is in a process of ours (see test-process.ts): the whole of jest-circus, jest's `expect`, and of
 * the `jest` object what needs no module registry of jest's own. There is none: tests import as programs do.
 */
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';
export const expect = jestExpect;

/** Jest's own name for it, which jest-circus reads as it begins to run. */
const TEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');
const mocker = new ModuleMocker(globalThis);

export const jest = {
  setTimeout(milliseconds: number) {
    setDefaultTimeout(milliseconds);
    return jest;
  },
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks() {
    mocker.restoreAllMocks();
    return jest;
  },
};

/** For each test and hook of this process that names no timeout of its own. */
export function setDefaultTimeout(milliseconds: number): void {
  Object.assign(globalThis, { [TEST_TIMEOUT]: milliseconds });
}
