import { spawn } from 'node:child_process';

export interface BriefProgram {
  /** So long it may take, whatever it does. */
  readonly withinMs: number;
  /** More output than this is a failure. */
  readonly mostBytes?: number;
  /** Exit statuses, beside 0, of answers that are whole all the same. */
  readonly alsoGood?: readonly number[];
  /** Told of a program that was given up: resolves when it has ended at last, which may be never. */
  readonly onGivenUp?: (ended: Promise<void>) => void;
}

const MOST_BYTES = 64 * 1024 * 1024;
const SHOWN = 200;

/** None outlives the agent, as it can be told to end while one hangs. */
const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) killGroup(pid);
});

/**
 * Runs a program for its output. It is given up when its time is over, whether it can be killed or not: one that waits in
 * the kernel for a driver can't, and what it has started may hold its output open.
 * @throws where it can't be started, fails, says too much, or takes too long
 */
export function runBriefly(program: string, args: readonly string[], options: BriefProgram): Promise<string> {
  const { withinMs, mostBytes = MOST_BYTES, alsoGood = [], onGivenUp } = options;
  return new Promise((resolve, reject) => {
    // a group of its own, so that what it starts is killed with it
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const out: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    const ended = new Promise<void>((resolveEnded) => {
      child.once('exit', () => {
        if (pid !== undefined) running.delete(pid);
        resolveEnded();
      });
    });
    const giveUp = (why: string) => {
      clearTimeout(timer);
      killGroup(pid);
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      onGivenUp?.(ended);
      reject(new Error(`${nameOf(program)} ${why}`));
    };
    const timer = setTimeout(() => giveUp(`did not answer within ${withinMs / 1000} s`), withinMs);
    child.stdout.on('data', (data: Buffer) => {
      bytes += data.length;
      if (bytes > mostBytes) giveUp('says too much');
      else out.push(data);
    });
    child.stderr.on('data', (data: Buffer) => {
      if (complaint.length < SHOWN) complaint += data.toString();
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const output = Buffer.concat(out).toString();
      if (code === 0 || (code !== null && alsoGood.includes(code))) return resolve(output);
      const said = firstLine(complaint) || firstLine(output);
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
