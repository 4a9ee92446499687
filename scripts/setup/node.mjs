import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FixableError } from './errors.mjs';
import { npmEnv } from './npm-env.mjs';
import { TOOLS } from './paths.mjs';
import { step } from './progress.mjs';
import { firstLines, run } from './run-command.mjs';

const NEEDED_MAJOR = 24;
/** A manifest with a lock file, so that npm checks what it fetches against the checksum that we know. */
const PIN = fileURLToPath(new URL('node-24', import.meta.url));

/** Path of a Node that Berth runs on: this one where it is new enough, else one of its own. */
export async function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const name = `node-linux-${process.arch}`;
  const version = JSON.parse(readFileSync(join(PIN, 'package.json'), 'utf8')).optionalDependencies[name];
  if (process.platform !== 'linux' || !version) {
    throw new FixableError(
      `Berth requires Node ${NEEDED_MAJOR}, but this is ${process.version}: install Node ${NEEDED_MAJOR}`,
    );
  }
  const home = join(TOOLS, `node-${version}`);
  const node = join(home, 'bin', 'node');
  if (!existsSync(node)) {
    await step(`fetching Node ${version}, since this machine has ${process.version}`, () =>
      fetchNode(name, home),
    );
  }
  return node;
}

async function fetchNode(name, home) {
  mkdirSync(TOOLS, { recursive: true });
  const work = mkdtempSync(join(TOOLS, 'node-'));
  try {
    cpSync(PIN, work, { recursive: true });
    const { status, output } = await run('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
      cwd: work,
      env: npmEnv(),
    });
    if (status !== 0) {
      throw new FixableError(
        `could not fetch Node from the npm registry; check the network, or install Node ${NEEDED_MAJOR}:\n${firstLines(output, 12)}`,
      );
    }
    renameSync(join(work, 'node_modules', name), home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The environment with that Node first, for whatever is started as `node` or by a script that wants one. */
export function withNode(node, env = process.env) {
  return { ...env, PATH: `${dirname(node)}:${env.PATH ?? ''}` };
}
