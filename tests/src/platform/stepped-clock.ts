/**
 * Loaded into every process before its own code (`--import` in NODE_OPTIONS): shifts what a program of the product
 * takes for the wall clock, times of files included, by the milliseconds in a file named after it, and steps when that
 * file changes. Monotonic clocks are unchanged, as by a real step.
 */
import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

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
