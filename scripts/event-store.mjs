import { join } from 'node:path';
import { runPackageCommand } from './launcher/package-command.mjs';
import { SERVICES } from './launcher/process-table.mjs';
import { fail } from './setup/errors.mjs';

/** `npm run event-store -- [--data DIR] setup ...`: the adapter's own command, for all services of that data folder. */
const eventStore = () =>
  runPackageCommand({ folder: 'shared/event-store-kurrentdb', file: 'setup-command.js' }, (data) => {
    const logins = process.env.BERTH_EVENT_STORE_LOGINS ?? join(data, 'secrets', 'event-store');
    return { args: ['--logins', logins, ...SERVICES.flatMap((name) => ['--service', name])] };
  });

eventStore().catch(fail);
