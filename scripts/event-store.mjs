import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commonEnv } from './launcher/environments.mjs';
import { SERVICES } from './launcher/process-table.mjs';
import { Mendable, fail } from './setup/errors.mjs';
import { ROOT } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';

const COMMAND = join(ROOT, 'shared', 'event-store-kurrentdb', 'dist', 'setup-command.js');

/** `npm run event-store -- [--data DIR] setup ...`: the adapter's own command, for all services of that data folder. */
async function eventStore() {
  const args = process.argv.slice(2);
  let data = join(ROOT, 'data');
  if (args[0] === '--data') {
    if (!args[1]) throw new Mendable('--data wants a folder');
    data = resolve(args[1]);
    args.splice(0, 2);
  }
  const { node } = await prepare();
  if (!existsSync(COMMAND)) {
    throw new Mendable('shared/event-store-kurrentdb is not built: run npm run build and see what it says');
  }
  const logins = process.env.BERTH_EVENT_STORE_LOGINS ?? join(data, 'secrets', 'event-store');
  const services = SERVICES.flatMap((name) => ['--service', name]);
  const command = spawn(node, [COMMAND, ...args, '--logins', logins, ...services], {
    stdio: 'inherit',
    env: commonEnv(node),
  });
  const [code] = await once(command, 'exit');
  process.exit(code ?? 1);
}

eventStore().catch(fail);
