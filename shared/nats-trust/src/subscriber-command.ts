import { parseArgs } from 'node:util';
import { isService, SERVICES, type ServiceName } from '@berth/contracts/services';
import { defined } from '@berth/kernel/defined';
import { addSubscriber, removeSubscriber } from './subscriptions.js';
import { ensureTrust } from './trust.js';

/** `npm run subscriber`: grants external systems access to events, and revokes it. */
const USAGE = `usage:
  npm run subscriber -- [--data DIR] add NAME --events SERVICE... [--filter SUBJECT] --creds FILE
  npm run subscriber -- [--data DIR] remove NAME

  --events SERVICE   whose events it receives: ${SERVICES.join(', ')}; may be given several times
  --filter SUBJECT   only these, such as 'berth.evt.scheduler.*.job.>'; with one --events
  --creds FILE       where its credentials are written`;

class UsageError extends Error {}

try {
  console.log(await run());
} catch (error) {
  const misused = error instanceof UsageError || isArgumentError(error);
  console.error(error instanceof Error ? error.message : String(error));
  if (misused) console.error(`\n${USAGE}`);
  process.exitCode = misused ? 2 : 1;
}

async function run(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      url: { type: 'string' },
      events: { type: 'string', multiple: true, default: [] },
      filter: { type: 'string' },
      creds: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return USAGE;
  const [task, name, ...rest] = positionals;
  if (!values.dir || !values.url)
    throw new UsageError('--dir and --url are required: the folder of the trust and the address of the bus');
  if (rest.length > 0) throw new UsageError(`${rest.join(' ')}: not expected`);
  if (name === undefined || !/^[A-Za-z0-9_-]{1,64}$/.test(name))
    throw new UsageError('NAME: must have 1 to 64 letters, digits, dashes or underscores');
  if (task === 'remove') {
    const had = await removeSubscriber(await ensureTrust(values.dir), values.url, name);
    return had.length > 0
      ? `${name} no longer receives events of ${had.join(', ')}.`
      : `${name} had no subscription.`;
  }
  if (task !== 'add') throw new UsageError(`${task ?? ''}: must be add or remove`);
  const services = values.events.map(toService);
  if (services.length === 0)
    throw new UsageError('--events: is required: the services whose events it receives');
  if (values.filter !== undefined && services.length > 1)
    throw new UsageError('--filter: can be combined with only one --events');
  if (values.creds === undefined) throw new UsageError('--creds: is required: the file for its credentials');
  await addSubscriber(await ensureTrust(values.dir), values.url, {
    name,
    services,
    credsFile: values.creds,
    ...defined({ filter: values.filter }),
  });
  return `${name} may subscribe to the events of ${services.join(', ')}; its credentials are in ${values.creds}.`;
}

function toService(text: string): ServiceName {
  if (isService(text)) return text;
  throw new UsageError(`--events ${text}: must be one of ${SERVICES.join(', ')}`);
}

function isArgumentError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
