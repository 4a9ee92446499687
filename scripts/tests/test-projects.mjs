import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { allTestFiles, testFolders } from './test-files.mjs';

/** What a test that is no unit test leads to by its imports: a process, a thread, a store on a disk, a server. */
const HEAVY_IMPORTS = new Set([
  'node:child_process',
  'node:sqlite',
  'node:worker_threads',
  '@berth/kurrentdb-standin',
]);
/** Thousands of generated cases take their time too. */
const HEAVY_NAME = /\.property\.test\./;

/**
 * The compiled test files of the two jest projects: `unit`, which starts no process and opens no store, and `heavy`, the
 * others. By what a file imports, whatever it is called, so that none gets into `unit` unseen.
 */
export function testProjects() {
  const graph = new ImportGraph();
  const projects = { unit: [], heavy: [] };
  for (const { compiled } of allTestFiles()) {
    const isHeavy = HEAVY_NAME.test(compiled) || graph.leadsTo(compiled, HEAVY_IMPORTS);
    projects[isHeavy ? 'heavy' : 'unit'].push(compiled);
  }
  return projects;
}

/** What compiled files import, as far as it is ours. Types are gone from them. */
class ImportGraph {
  #packages = new Map();
  #imports = new Map();

  constructor() {
    for (const folder of testFolders()) {
      const manifest = join(folder, 'package.json');
      if (!existsSync(manifest)) continue;
      const { name, exports } = JSON.parse(readFileSync(manifest, 'utf8'));
      this.#packages.set(name, { folder, exports });
    }
  }

  leadsTo(file, specifiers) {
    const seen = new Set([file]);
    for (const each of seen) {
      for (const specifier of this.#importsOf(each)) {
        if (specifiers.has(specifier)) return true;
        const path = this.#resolve(specifier, each);
        if (path !== undefined) seen.add(path);
      }
    }
    return false;
  }

  #importsOf(file) {
    if (!this.#imports.has(file)) {
      const code = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const found = code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g);
      this.#imports.set(
        file,
        Array.from(found, ([, specifier]) => specifier),
      );
    }
    return this.#imports.get(file);
  }

  #resolve(specifier, from) {
    if (specifier.startsWith('.')) return resolve(dirname(from), specifier);
    const [, name, rest] = /^(@berth\/[^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
    const { folder, exports } = this.#packages.get(name) ?? {};
    const exact = exports?.[rest === undefined ? '.' : `./${rest}`]?.default;
    if (exact !== undefined) return join(folder, exact);
    const pattern = exports?.['./*']?.default;
    return pattern === undefined || rest === undefined ? undefined : join(folder, pattern.replace('*', rest));
  }
}
