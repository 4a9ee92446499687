import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeOf } from './outcome.mjs';

const REPORTER = new URL('reporter.mjs', import.meta.url).href;
const TIMEOUT_MS = 10 * 60_000;
const OUTPUT_LIMIT = 20_000;

/**
 * Runs one test file in a process of its own. A file that crashes, hangs or holds no test is a failure too.
 * @returns the outcome (see `outcome.mjs`) with `seconds`
 */
export async function runFile({ cwd, file }, { node, env }) {
  if (!existsSync(join(cwd, file))) {
    const error = 'it is not compiled: does the tsconfig.json of the root refer to its package?';
    return { passed: 0, failed: [{ name: file, error }], skipped: [], seconds: 0 };
  }
  const folder = mkdtempSync(join(tmpdir(), 'berth-report-'));
  const report = join(folder, 'report.jsonl');
  const begin = Date.now();
  try {
    const flags = [`--test-reporter=${REPORTER}`, `--test-reporter-destination=${report}`];
    // set where the caller is a test itself; it would make this one report to that one
    const { NODE_TEST_CONTEXT: _, ...own } = env;
    const { ended, output } = await execute(node, [...flags, join(cwd, file)], { cwd, env: own });
    const outcome = outcomeOf(readRecords(report));
    const problem = problemOf(ended, outcome);
    if (problem) outcome.failed.push({ name: file, error: `${problem}\n${output}`.trimEnd() });
    return { ...outcome, seconds: (Date.now() - begin) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function problemOf(ended, { passed, failed, skipped }) {
  if (ended !== 'status 0' && (failed.length === 0 || ended !== 'status 1'))
    return `the test file ended with ${ended}`;
  if (passed + failed.length + skipped.length === 0) return 'the file has no tests';
  return undefined;
}

/** In a process group of its own, so that what a hung test has started ends with it. */
function execute(node, args, { cwd, env }) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    let overdue = false;
    const collect = (text) => (output = (output + text).slice(-OUTPUT_LIMIT));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', collect);
    const endGroup = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // it has ended by itself
      }
    };
    const timer = setTimeout(() => {
      overdue = true;
      endGroup();
    }, TIMEOUT_MS);
    process.once('exit', endGroup);
    child.once('error', (error) => collect(error.message));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      process.off('exit', endGroup);
      endGroup();
      const ended = overdue
        ? `no end after ${TIMEOUT_MS / 60_000} minutes`
        : signal
          ? `signal ${signal}`
          : `status ${code}`;
      setImmediate(() => resolve({ ended, output }));
    });
  });
}

function readRecords(report) {
  if (!existsSync(report)) return [];
  const lines = readFileSync(report, 'utf8').split('\n');
  // a process that was killed may have written half a line
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
