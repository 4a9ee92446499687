import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FixableError } from '../setup/errors.mjs';
import { ROOT } from '../setup/paths.mjs';
import { prepare } from '../setup/prepare.mjs';
import { commonEnv } from './environments.mjs';

/**
 * Runs a command of a package's own on a data folder, which `--data DIR` before its arguments names, and ends as it
 * does.
 *
 * @param command `{ folder, file }`: of the package, and in its `dist`
 * @param settingsOf is given the data folder and the programs; resolves to `{ args, env }`, added to those given
 */
export async function runPackageCommand({ folder, file }, settingsOf) {
  const given = process.argv.slice(2);
  let data = join(ROOT, 'data');
  if (given[0] === '--data') {
    if (!given[1]) throw new FixableError('--data requires a folder');
    data = resolve(given[1]);
    given.splice(0, 2);
  }
  const programs = await prepare();
  const path = join(ROOT, folder, 'dist', file);
  if (!existsSync(path))
    throw new FixableError(`${folder} is not built: run npm run build and see its output`);
  const { args = [], env = {} } = await settingsOf(data, programs);
  const command = spawn(programs.node, [path, ...given, ...args], {
    stdio: 'inherit',
    env: { ...commonEnv(programs.node), ...env },
  });
  const [code] = await once(command, 'exit');
  process.exit(code ?? 1);
}
