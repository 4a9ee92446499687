import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FixableError } from './errors.mjs';
import { withNode } from './node.mjs';
import { ROOT, TOOLS } from './paths.mjs';
import { step } from './progress.mjs';
import { firstLines, run } from './run-command.mjs';
import { removeStaleOutputs } from './stale-outputs.mjs';

/** What the gateway serves: by what it is for people, the file that says that it is there, and the program that makes it. */
const DOWNLOADS = [
  {
    what: 'the command line',
    file: 'clients/cli/dist/bundle/berth.tgz',
    program: 'clients/cli/dist/packaging/bundle.js',
  },
  {
    what: 'the client for Python',
    file: 'clients/python/dist/wheel/wheel.json',
    program: 'clients/python/dist/packaging/write-wheel.js',
  },
  {
    what: 'the console',
    file: 'clients/console/dist/web/index.html',
    program: 'clients/console/dist/packaging/bundle.js',
  },
];
/** What a download is made of beside sources that are compiled. */
const PYTHON = join(ROOT, 'clients/python');
const CONSOLE = join(ROOT, 'clients/console');
const STAMP = join(TOOLS, 'build-stamp');

/** Compiles everything, unless no source has changed since the last time: even an idle compiler takes seconds. */
export async function ensureBuild(node) {
  const projects = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')).references.map(
    ({ path }) => path,
  );
  for (const path of projects) removeStaleOutputs(join(ROOT, path));
  const wanted = sourcesStamp(projects);
  const isBuilt =
    projects.every((path) => existsSync(join(ROOT, path, 'dist', '.tsbuildinfo'))) &&
    DOWNLOADS.every(({ file }) => existsSync(join(ROOT, file)));
  if (isBuilt && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  await step('building', async () => {
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, output } = await run(node, [compiler, '-b'], { cwd: ROOT, env: withNode(node) });
    if (status !== 0) throw new FixableError(`the build failed:\n${firstLines(output, 60)}`);
    for (const download of DOWNLOADS) await makeDownload(node, download);
  });
  mkdirSync(TOOLS, { recursive: true });
  writeFileSync(STAMP, wanted);
}

async function makeDownload(node, { what, program }) {
  const { status, output } = await run(node, [join(ROOT, program)], { cwd: ROOT, env: withNode(node) });
  if (status !== 0) throw new FixableError(`${what} could not be packed:\n${firstLines(output, 60)}`);
}

/** Every source's path, size and time. */
function sourcesStamp(projects) {
  const hash = createHash('sha256');
  for (const file of ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json'])
    addFile(hash, join(ROOT, file));
  for (const project of projects.map((path) => join(ROOT, path))) {
    for (const file of ['package.json', 'tsconfig.json']) addFile(hash, join(project, file));
    addFolder(hash, join(project, 'src'));
  }
  for (const file of ['pyproject.toml', 'README.md']) addFile(hash, join(PYTHON, file));
  addFolder(hash, join(PYTHON, 'berth'));
  for (const file of ['index.html', 'vite.config.mjs']) addFile(hash, join(CONSOLE, file));
  addFolder(hash, join(CONSOLE, 'public'));
  return hash.digest('hex');
}

function addFolder(hash, folder) {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name === '__pycache__') continue;
    if (entry.isDirectory()) addFolder(hash, path);
    else addFile(hash, path);
  }
}

function addFile(hash, path) {
  if (!existsSync(path)) return;
  const { size, mtimeMs } = statSync(path);
  hash.update(`${path} ${size} ${mtimeMs}\n`);
}
