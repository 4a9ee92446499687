import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FixableError } from './errors.mjs';
import { withNode } from './node.mjs';
import { npmEnv } from './npm-env.mjs';
import { ROOT, TOOLS } from './paths.mjs';
import { step } from './progress.mjs';
import { firstLines, run } from './run-command.mjs';

const STAMP = join(TOOLS, 'packages-stamp');

/**
 * Installs what the lock file says, unless that is what is installed. Not by `npm ci`, which refuses a lock file that
 * lacks a native package for a foreign platform, as happens when it was written against a partial mirror.
 */
export async function ensurePackages(node) {
  const wanted = wantedStamp();
  if (existsSync(join(ROOT, 'node_modules', '.package-lock.json')) && readStamp() === wanted) return;
  await step('installing packages', async () => {
    const env = withNode(node, { ...npmEnv(), ONNXRUNTIME_NODE_INSTALL_CUDA: 'skip' });
    const { status, output } = await run('npm', ['install', '--no-save', '--loglevel=error'], {
      cwd: ROOT,
      env,
    });
    if (status !== 0)
      throw new FixableError(
        `npm install failed; check the network and that the clone can be written to:\n${firstLines(output, 12)}`,
      );
  });
  mkdirSync(TOOLS, { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** Modules with native parts belong to one major version of Node and to one kind of machine. */
function wantedStamp() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform}-${process.arch} node-24`;
}

function readStamp() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
}
