import { takeDataLock } from './launcher/data-lock.mjs';
import { serviceEnv } from './launcher/environments.mjs';
import { ensureInstallation } from './launcher/installation.mjs';
import { runPackageCommand } from './launcher/package-command.mjs';
import { fail } from './setup/errors.mjs';

/** `npm run admin -- [--data DIR] create|recover ...`: auth's own command, with auth's settings on that data folder. */
const admin = () =>
  runPackageCommand({ folder: 'services/auth', file: 'admin.js' }, async (data, programs) => {
    // where the platform does not run, it shall not start while we are at its files
    const running = takeDataLock(data).holder !== undefined;
    return { env: serviceEnv('auth', await ensureInstallation(data, programs, { running })) };
  });

admin().catch(fail);
