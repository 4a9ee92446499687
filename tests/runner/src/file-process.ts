import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defined } from '@berth/kernel/defined';
import type { FileOrder, FileReport, TestReport } from './file-report.js';

const PROGRAM = fileURLToPath(new URL('test-process.js', import.meta.url));
const TIMEOUT_MS = 10 * 60_000;
const OUTPUT_MAX = 20_000;

export interface FileOutcome {
  readonly tests: readonly TestReport[];
  /** What is wrong with the file itself, with what its process wrote. */
  readonly problem?: string;
  readonly durationMs: number;
  /** As V8 writes it: a JSON text for each process that the tests started and that ended by itself. */
  readonly coverage: readonly string[];
}

export interface FileOptions extends Omit<FileOrder, 'report'> {
  readonly fileTimeoutMs?: number;
  readonly withCoverage?: boolean;
}

/** Runs one test file in a process of its own. A file that crashes, hangs or holds no test has a problem. */
export async function runTestFile(options: FileOptions): Promise<FileOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-report-'));
  const report = join(folder, 'report.json');
  const covered = join(folder, 'coverage');
  const { file, timeoutMs, namePattern, fileTimeoutMs = TIMEOUT_MS, withCoverage = false } = options;
  const order: FileOrder = { file, report, timeoutMs, ...defined({ namePattern }) };
  const env = { ...process.env };
  // jest sets it for its own processes; here the code runs as it does anywhere
  if (env['NODE_ENV'] === 'test') delete env['NODE_ENV'];
  if (withCoverage) {
    mkdirSync(covered);
    env['NODE_V8_COVERAGE'] = covered;
  }
  const begin = performance.now();
  try {
    const { ended, output } = await execute([PROGRAM, JSON.stringify(order)], {
      cwd: packageOf(file),
      env,
      timeoutMs: fileTimeoutMs,
    });
    const found = readReport(report);
    const problem = problemOf(ended, found, namePattern);
    return {
      tests: found?.tests ?? [],
      ...(problem === undefined ? {} : { problem: `${problem}\n${output}`.trimEnd() }),
      durationMs: performance.now() - begin,
      coverage: withCoverage
        ? readdirSync(covered).map((name) => readFileSync(join(covered, name), 'utf8'))
        : [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function problemOf(
  ended: string,
  report: FileReport | undefined,
  namePattern: string | undefined,
): string | undefined {
  if (report && report.errors.length > 0) return report.errors.join('\n');
  if (ended !== 'status 0') return `the test file ended with ${ended}`;
  if (!report) return 'the test file ended before its tests did';
  return report.tests.length === 0 && namePattern === undefined ? 'the file has no tests' : undefined;
}

/** In a process group of its own, so that what a hung test has started ends with it. */
function execute(
  args: readonly string[],
  { cwd, env, timeoutMs }: { cwd: string; env: NodeJS.ProcessEnv; timeoutMs: number },
): Promise<{ ended: string; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let overdue = false;
    const collect = (text: string) => (output = (output + text).slice(-OUTPUT_MAX));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', collect);
    const endGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // it has ended by itself
      }
    };
    const timer = setTimeout(() => {
      overdue = true;
      endGroup();
    }, timeoutMs);
    running.add(endGroup);
    child.once('error', (error) => collect(error.message));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      running.delete(endGroup);
      endGroup();
      const ended = overdue
        ? `no end after ${timeoutMs / 60_000} minutes`
        : signal
          ? `signal ${signal}`
          : `status ${code}`;
      setImmediate(() => resolve({ ended, output }));
    });
  });
}

const running = new Set<() => void>();

/** Ends the test processes that run now, and all that they started. */
export function endTestProcesses(): void {
  for (const end of running) end();
}

process.once('exit', endTestProcesses);

/** Undefined where the process ended before its tests did. */
function readReport(report: string): FileReport | undefined {
  return existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as FileReport) : undefined;
}

/** The folder that a test runs in: that of its package. */
function packageOf(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
