import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeDataLock } from './launcher/data-lock.mjs';
import { commonEnv, serviceEnv } from './launcher/environments.mjs';
import { ensureInstallation } from './launcher/installation.mjs';
import { Mendable, fail } from './setup/errors.mjs';
import { ROOT } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';

const ADMIN = join(ROOT, 'services', 'auth', 'dist', 'admin.js');

/** `npm run admin -- [--data DIR] create|recover ...`: auth's own command, with auth's settings on that data folder. */
async function admin() {
  const args = process.argv.slice(2);
  let data = join(ROOT, 'data');
  if (args[0] === '--data') {
    if (!args[1]) throw new Mendable('--data wants a folder');
    data = resolve(args[1]);
    args.splice(0, 2);
  }
  const programs = await prepare();
  if (!existsSync(ADMIN))
    throw new Mendable('services/auth is not built: run npm run build and see what it says');
  // where the platform does not run, it shall not start while we are at its files
  const running = takeDataLock(data).holder !== undefined;
  const installation = await ensureInstallation(data, programs, { running });
  const env = { ...commonEnv(programs.node), ...serviceEnv('auth', installation) };
  const command = spawn(programs.node, [ADMIN, ...args], { stdio: 'inherit', env });
  const [code] = await once(command, 'exit');
  process.exit(code ?? 1);
}

admin().catch(fail);
