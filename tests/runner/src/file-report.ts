/** What a test process writes about its file when the tests are over. */
export interface FileReport {
  readonly tests: readonly TestReport[];
  /** What no single test is to blame for: a hook after all tests, a promise of nobody's that was rejected. */
  readonly errors: readonly string[];
}

export interface TestReport {
  /** From the outermost `describe` to the test itself. */
  readonly path: readonly string[];
  readonly durationMs: number;
  readonly errors: readonly string[];
  /** Why it was not run. */
  readonly skipped?: string;
}

/** What a test process is told, as JSON in its only argument. */
export interface FileOrder {
  readonly file: string;
  /** Where it writes its report. */
  readonly report: string;
  readonly timeoutMs: number;
  readonly namePattern?: string;
}
