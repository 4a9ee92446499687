import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Mendable } from '../setup/errors.mjs';
import { ROOT } from '../setup/paths.mjs';

/**
 * The test files of each package, `{ label, cwd, file }`, or of those that are called `only`. Compiled ones count only
 * where their source is there still: a removed test leaves its output behind.
 */
export function findTestFiles(only) {
  const all = [...workspaces(), join(ROOT, 'scripts')];
  const chosen = only === undefined ? all : all.filter((folder) => isCalled(folder, only));
  if (chosen.length === 0)
    throw new Mendable(`there is no package ${only}: ${all.map((folder) => basename(folder)).join(', ')}`);
  return chosen.flatMap((folder) =>
    testsIn(folder).map((file) => ({
      label: `${folder.slice(ROOT.length + 1)}: ${file}`,
      cwd: folder,
      file,
    })),
  );
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
  const names = [basename(folder), folder.slice(ROOT.length + 1)];
  if (existsSync(manifest)) names.push(readJson(manifest).name);
  return names.includes(name);
}

function testsIn(folder) {
  const source = join(folder, 'src');
  if (existsSync(source)) {
    return walk(source, /\.test\.ts$/).map((path) =>
      join('dist', path.slice(source.length + 1).replace(/\.ts$/, '.js')),
    );
  }
  return walk(folder, /\.test\.mjs$/).map((path) => path.slice(folder.length + 1));
}

function walk(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path, pattern);
      return pattern.test(entry.name) ? [path] : [];
    });
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
