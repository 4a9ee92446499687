import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { FixableError } from '../setup/errors.mjs';
import { ROOT } from '../setup/paths.mjs';

/**
 * The test files of all packages: `source`, and `compiled`, which is what runs. By the sources, since a removed test
 * leaves its output behind. Tests of scripts are not compiled.
 *
 * @returns {{ folder: string, source: string, compiled: string }[]}
 */
export function allTestFiles() {
  return testFolders().flatMap(testsIn);
}

/**
 * What jest is to run for the arguments of `npm test`: expressions for the paths of compiled tests. An argument is a
 * package (its name, or its folder), or a test file (as source or compiled).
 */
export function pathPatternsFor(names, { cwd = process.cwd() } = {}) {
  return names.map((name) => patternFor(name, cwd));
}

function patternFor(name, cwd) {
  const folder = testFolders().find((each) => isCalled(each, name) || each === resolve(cwd, name));
  if (folder) return `^${escaped(join(folder, existsSync(join(folder, 'src')) ? 'dist' : ''))}/`;
  const paths = [resolve(ROOT, name), resolve(cwd, name)];
  const file = allTestFiles().find((each) => paths.includes(each.source) || paths.includes(each.compiled));
  if (file) return `^${escaped(file.compiled)}$`;
  const packages = testFolders().map((each) => basename(each));
  throw new FixableError(`there is no package or test file ${name}; packages: ${packages.join(', ')}`);
}

/** The packages, and the scripts, which are none. */
export function testFolders() {
  return [...workspaces(), join(ROOT, 'scripts')];
}

function workspaces() {
  const { workspaces: patterns } = readJson(join(ROOT, 'package.json'));
  const folders = patterns.flatMap((pattern) =>
    pattern.endsWith('/*') ? children(join(ROOT, pattern.slice(0, -2))) : [join(ROOT, pattern)],
  );
  return folders.filter((folder) => existsSync(join(folder, 'package.json')));
}

function children(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

function isCalled(folder, name) {
  const manifest = join(folder, 'package.json');
  const names = [basename(folder), relative(ROOT, folder)];
  if (existsSync(manifest)) names.push(readJson(manifest).name);
  return names.includes(name);
}

function testsIn(folder) {
  if (!existsSync(join(folder, 'src')))
    return walk(folder, /\.test\.mjs$/).map((source) => ({ folder, source, compiled: source }));
  return walk(join(folder, 'src'), /\.test\.ts$/).map((source) => ({
    folder,
    source,
    compiled: compiledPath(folder, source),
  }));
}

/** Where the compiler puts what it makes of a source file. */
export function compiledPath(folder, source) {
  return join(folder, 'dist', relative(join(folder, 'src'), source)).replace(/\.ts$/, '.js');
}

export function walk(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path, pattern);
      return pattern.test(entry.name) ? [path] : [];
    });
}

export const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
