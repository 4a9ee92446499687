import { takeDataLock } from './launcher/data-lock.mjs';
import { ensureInstallation } from './launcher/installation.mjs';
import { runPackageCommand } from './launcher/package-command.mjs';
import { FixableError, fail } from './setup/errors.mjs';

/** `npm run subscriber -- [--data DIR] add|remove ...`: who may follow events from outside, on the bus of that data folder. */
const subscriber = () =>
  runPackageCommand(
    { folder: 'shared/nats-trust', file: 'subscriber-command.js' },
    async (data, programs) => {
      if (takeDataLock(data).holder === undefined)
        throw new FixableError(`the platform of ${data} is not running: start it first`);
      const { at, natsUrl } = await ensureInstallation(data, programs, { running: true });
      return { args: ['--dir', at('trust'), '--url', natsUrl] };
    },
  );

subscriber().catch(fail);
