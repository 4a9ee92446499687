import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What the compiler writes for one source. */
const OUTPUT = /^(?<module>.+?)(?:\.js|\.js\.map|\.d\.ts|\.d\.ts\.map)$/;

const SOURCES = ['.ts', '.tsx'];
/** Where a bundler writes what browsers load. */
const BUNDLE = 'web';

/**
 * Removes from a project's `dist` what was compiled from sources that are gone. The compiler leaves such files, and a
 * module that still names one works here and fails on a fresh clone. Only files that `tsc` writes and that lie in a
 * folder that `tsc` writes are looked at: a bundle beside them is kept.
 */
export function removeStaleOutputs(project) {
  const removed = [];
  removeIn(project, join(project, 'dist'), join(project, 'src'), removed);
  return removed;
}

function removeIn(project, dist, src, removed) {
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    const path = join(dist, entry.name);
    if (entry.isDirectory()) {
      if (path === join(project, 'dist', BUNDLE)) continue;
      removeIn(project, path, join(src, entry.name), removed);
      if (readdirSync(path).length === 0) rmSync(path, { recursive: true });
      continue;
    }
    const module = OUTPUT.exec(entry.name)?.groups?.module;
    if (module === undefined) continue;
    if (SOURCES.some((extension) => existsSync(join(src, module + extension)))) continue;
    rmSync(path);
    removed.push(path);
  }
}
