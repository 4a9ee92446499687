import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeDataLock } from './launcher/data-lock.mjs';
import { commonEnv } from './launcher/environments.mjs';
import { ensureInstallation } from './launcher/installation.mjs';
import { Mendable, fail } from './setup/errors.mjs';
import { ROOT } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';

const COMMAND = join(ROOT, 'shared', 'nats-trust', 'dist', 'subscriber-command.js');

/** `npm run subscriber -- [--data DIR] add|remove ...`: who may follow events from outside, on the bus of that data folder. */
async function subscriber() {
  const args = process.argv.slice(2);
  let data = join(ROOT, 'data');
  if (args[0] === '--data') {
    if (!args[1]) throw new Mendable('--data wants a folder');
    data = resolve(args[1]);
    args.splice(0, 2);
  }
  const programs = await prepare();
  if (!existsSync(COMMAND))
    throw new Mendable('shared/nats-trust is not built: run npm run build and see what it says');
  if (takeDataLock(data).holder === undefined)
    throw new Mendable(`the platform of ${data} does not run: start it first`);
  const { at, natsUrl } = await ensureInstallation(data, programs, { running: true });
  const where = ['--dir', at('trust'), '--url', natsUrl];
  const command = spawn(programs.node, [COMMAND, ...args, ...where], {
    stdio: 'inherit',
    env: commonEnv(programs.node),
  });
  const [code] = await once(command, 'exit');
  process.exit(code ?? 1);
}

subscriber().catch(fail);
