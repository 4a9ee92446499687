import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fail, FixableError } from './setup/errors.mjs';
import { withNode } from './setup/node.mjs';
import { ROOT } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { coveredFiles } from './tests/covered-files.mjs';
import { allTestFiles, pathPatternsFor } from './tests/test-files.mjs';
import { splitArguments } from './tests/test-arguments.mjs';

/**
 * `npm test [-- PACKAGE | FILE ...] [JEST OPTIONS]`: builds, then runs every test of every package, or those asked for,
 * under jest. The last line is the count.
 */
async function test() {
  const { node, natsServer } = await prepare();
  const { names, options } = splitArguments(process.argv.slice(2));
  const patterns = pathPatternsFor(names);
  const missing = allTestFiles().filter(({ compiled }) => !existsSync(compiled));
  if (missing.length > 0) {
    const listed = missing.map(({ source }) => relative(ROOT, source)).join(', ');
    throw new FixableError(
      `not compiled: ${listed}; does the tsconfig.json of the root refer to its package?`,
    );
  }
  const env = { ...withNode(node), BERTH_NATS_SERVER: natsServer };
  const isWatching = options.includes('--watchAll');
  const compiler = isWatching
    ? start(node, [bin('typescript/bin/tsc'), '-b', '--watch', '--preserveWatchOutput'], { env })
    : undefined;
  if (options.includes('--coverage'))
    options.push(...coveredFiles(patterns).map((file) => `--collectCoverageFrom=${relative(ROOT, file)}`));
  const jest = start(node, [bin('jest/bin/jest.js'), ...patterns, ...options], { env });
  const [status] = await Promise.race([ended(jest), ...(compiler ? [ended(compiler)] : [])]);
  for (const child of [jest, compiler]) child?.kill('SIGTERM');
  process.exitCode = status ?? 1;
}

const bin = (path) => join(ROOT, 'node_modules', path);

function start(node, args, { env }) {
  const child = spawn(node, args, { cwd: ROOT, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return child;
}

const ended = (child) => new Promise((resolve) => child.once('exit', (...how) => resolve(how)));

test().catch(fail);
