import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FixableError } from './errors.mjs';
import { withNode } from './node.mjs';
import { ROOT, TOOLS } from './paths.mjs';
import { step } from './progress.mjs';
import { firstLines, run } from './run-command.mjs';
import { removeStaleOutputs } from './stale-outputs.mjs';

const CLIENT = join(ROOT, 'clients/cli/dist/berth.cjs');
const STAMP = join(TOOLS, 'build-stamp');

/** Compiles everything, unless no source has changed since the last time: even an idle compiler takes seconds. */
export async function ensureBuild(node) {
  const projects = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')).references.map(
    ({ path }) => path,
  );
  for (const path of projects) removeStaleOutputs(join(ROOT, path));
  const wanted = sourcesStamp(projects);
  const isBuilt =
    projects.every((path) => existsSync(join(ROOT, path, 'dist', '.tsbuildinfo'))) && existsSync(CLIENT);
  if (isBuilt && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  await step('building', async () => {
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, output } = await run(node, [compiler, '-b'], { cwd: ROOT, env: withNode(node) });
    if (status !== 0) throw new FixableError(`the build failed:\n${firstLines(output, 60)}`);
    await bundleClient(node);
  });
  mkdirSync(TOOLS, { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** The command line in one file, which the gateway serves. */
async function bundleClient(node) {
  const { status, output } = await run(node, [join(ROOT, 'clients/cli/dist/packaging/bundle.js')], {
    cwd: ROOT,
    env: withNode(node),
  });
  if (status !== 0)
    throw new FixableError(`the command line could not be bundled:\n${firstLines(output, 60)}`);
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
  return hash.digest('hex');
}

function addFolder(hash, folder) {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, path);
    else addFile(hash, path);
  }
}

function addFile(hash, path) {
  if (!existsSync(path)) return;
  const { size, mtimeMs } = statSync(path);
  hash.update(`${path} ${size} ${mtimeMs}\n`);
}
