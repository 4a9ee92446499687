import { spawn } from 'node:child_process';

export interface ProgramOptions {
  /** Timeout for the whole run. */
  readonly timeoutMs: number;
  /** More output than this is a failure. */
  readonly maxBytes?: number;
  /** Exit statuses beside 0 whose output is complete. */
  readonly acceptedExitCodes?: readonly number[];
  /** Called when a program timed out, with a promise that resolves when it has ended, which may be never. */
  readonly onTimeout?: (ended: Promise<void>) => void;
}

const MAX_BYTES = 64 * 1024 * 1024;
const SHOWN = 200;

/** Process groups that are killed when the agent exits, as it may stop while one hangs. */
const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) killGroup(pid);
});

/**
 * Runs a program for its output. It is abandoned after the timeout, whether it can be killed or not: one that waits in
 * the kernel for a driver can't, and what it has started may keep its output open.
 * @throws where it can't be started, fails, prints too much, or times out
 */
export function runWithTimeout(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  const { timeoutMs, maxBytes = MAX_BYTES, acceptedExitCodes = [], onTimeout } = options;
  return new Promise((resolve, reject) => {
    // a group of its own, so that what it starts is killed with it
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const out: Buffer[] = [];
    let bytes = 0;
    let errorOutput = '';
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    const ended = new Promise<void>((resolveEnded) => {
      child.once('exit', () => {
        if (pid !== undefined) running.delete(pid);
        resolveEnded();
      });
    });
    const abandon = (why: string) => {
      clearTimeout(timer);
      killGroup(pid);
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      onTimeout?.(ended);
      reject(new Error(`${nameOf(program)} ${why}`));
    };
    const timer = setTimeout(() => abandon(`timed out after ${timeoutMs / 1000} s`), timeoutMs);
    child.stdout.on('data', (data: Buffer) => {
      bytes += data.length;
      if (bytes > maxBytes) abandon('printed too much output');
      else out.push(data);
    });
    child.stderr.on('data', (data: Buffer) => {
      if (errorOutput.length < SHOWN) errorOutput += data.toString();
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const output = Buffer.concat(out).toString();
      if (code === 0 || (code !== null && acceptedExitCodes.includes(code))) return resolve(output);
      const said = firstLine(errorOutput) || firstLine(output);
      const how = code === null ? `was ended by ${signal}` : `failed with status ${code}`;
      reject(new Error(`${nameOf(program)} ${how}${said ? `: ${said}` : ''}`));
    });
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}

const nameOf = (program: string): string => program.split('/').at(-1) ?? program;

const firstLine = (text: string): string => text.trim().split('\n')[0]?.slice(0, SHOWN) ?? '';
