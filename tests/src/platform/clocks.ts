import { renameSync, writeFileSync, readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tempDir } from '@berth/testing/temp-dir';
import type { ProcessName } from './platform.js';

/**
 * Loaded into every process before its own code (`--import` in NODE_OPTIONS): shifts what a program of the product
 * takes for the wall clock, times of files included, by the milliseconds in a file named after it, and steps when that
 * file changes. Monotonic clocks are unchanged, as by a real step.
 */

const folder = process.env['BERTH_TEST_CLOCKS'];
const [, program] = /\/([a-z]+)\/dist\/main\.js$/.exec(process.argv[1] ?? '') ?? [];
const POLL_INTERVAL_MS = 20;

if (folder !== undefined && program !== undefined) {
  const TrueDate = Date;
  /** Each step with when it was, by the true clock. */
  const steps = [{ since: 0, byMs: readOffset(join(folder, program)) }];
  const shiftAt = (trueMs: number): number => steps.findLast(({ since }) => since <= trueMs)?.byMs ?? 0;
  setInterval(() => {
    const byMs = readOffset(join(folder, program));
    if (byMs !== steps.at(-1)?.byMs) steps.push({ since: TrueDate.now(), byMs });
  }, POLL_INTERVAL_MS).unref();

  const now = () => TrueDate.now() + (steps.at(-1)?.byMs ?? 0);
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, args: [], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new TrueDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
  const { stat } = fs;
  fs.stat = (async (...args: Parameters<typeof stat>) => {
    const stats = await stat(...args);
    const mtimeMs = Number(stats.mtimeMs) + shiftAt(Number(stats.mtimeMs));
    return Object.assign(stats, { mtimeMs, mtime: new TrueDate(mtimeMs) });
  }) as typeof stat;
  syncBuiltinESMExports();
}

function readOffset(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}

export type Clocked = Exclude<ProcessName, 'nats-server'>;
const CLOCKED: readonly Clocked[] = [
  'auth',
  'inventory',
  'scheduler',
  'telemetry',
  'billing',
  'gateway',
  'agent',
];
/** Longer than a process takes to see that its clock is to step. */
const CLOCK_STEP_DELAY_MS = 100;

/** The wall clocks of a platform's processes, which steps can be made with; a platform must be started with `env`. */
export class Clocks {
  readonly #folder = tempDir('clocks');
  readonly env = {
    NODE_OPTIONS: `--import=${new URL('stepped-clock.js', import.meta.url).href}`,
    BERTH_TEST_CLOCKS: this.#folder,
  };

  /** Sets clocks to be this many ms ahead of the true time, or behind it; resolves when they are. */
  async set(aheadMs: number, processes: readonly Clocked[] = CLOCKED): Promise<void> {
    for (const name of processes) {
      const path = join(this.#folder, name);
      writeFileSync(`${path}.new`, String(aheadMs));
      renameSync(`${path}.new`, path);
    }
    await sleep(CLOCK_STEP_DELAY_MS);
  }
}
