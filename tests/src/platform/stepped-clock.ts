/**
 * Loaded into every process before its own code (`--import` in NODE_OPTIONS): shifts what a program of the product takes
 * for the wall clock, times of files included, by the milliseconds that a file named after it says, and steps when that
 * file changes. Clocks that nobody can set are left alone, as a real step leaves them.
 */
import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const folder = process.env['BERTH_TEST_CLOCKS'];
const [, program] = /\/([a-z]+)\/dist\/main\.js$/.exec(process.argv[1] ?? '') ?? [];
const LOOK_EVERY_MS = 20;

if (folder !== undefined && program !== undefined) {
  const TrueDate = Date;
  /** Each step with when it was, by the true clock. */
  const steps = [{ since: 0, byMs: told(join(folder, program)) }];
  const shiftAt = (trueMs: number): number => steps.findLast(({ since }) => since <= trueMs)?.byMs ?? 0;
  setInterval(() => {
    const byMs = told(join(folder, program));
    if (byMs !== steps.at(-1)?.byMs) steps.push({ since: TrueDate.now(), byMs });
  }, LOOK_EVERY_MS).unref();

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

function told(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}
