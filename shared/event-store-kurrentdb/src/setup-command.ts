import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { setUp } from './setup/setup.js';

const USAGE = `Usage: npm run event-store -- setup [--exclusive] [--admin NAME]

Creates a user for each service on the KurrentDB that BERTH_EVENT_STORE names (over TLS), and gives it the rights that it
needs. May be repeated at any time: it then also assigns streams that were left open to their services.

  --exclusive    the server holds only events of Berth: close all its streams to everyone else
  --admin NAME   the user that makes the changes (default: admin)

The password of the admin is prompted for, or taken from BERTH_EVENT_STORE_ADMIN_PASSWORD. It is never an argument,
and never stored. Those of the services are generated, and stored in files beside the other secrets.`;

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      exclusive: { type: 'boolean', default: false },
      admin: { type: 'string', default: 'admin' },
      logins: { type: 'string' },
      service: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || positionals.join() !== 'setup') {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const { BERTH_EVENT_STORE: url = '', BERTH_EVENT_STORE_ADMIN_PASSWORD: given } = process.env;
  if (!/^(kurrentdb|esdb)(\+discover)?:\/\//.test(url)) {
    throw new Error('BERTH_EVENT_STORE: must be kurrentdb://HOST:2113?tls=true, the server to set up');
  }
  if (values.logins === undefined)
    throw new Error('--logins: is required: the folder with the logins of the services');
  await setUp({
    url,
    admin: { user: values.admin, password: given ?? (await readHidden(`Password of ${values.admin}: `)) },
    services: values.service,
    logins: values.logins,
    exclusive: values.exclusive,
    print: (line) => console.log(line),
  });
}

function readHidden(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new Error('there is no terminal to prompt for the password; set BERTH_EVENT_STORE_ADMIN_PASSWORD');
  }
  // Readline echoes what is typed into its output, so it gets one that goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    terminal.once('line', (line) => {
      resolve(line);
      terminal.close();
    });
    terminal.once('close', () => {
      process.stderr.write('\n');
      reject(new Error('no password was given'));
    });
  });
}
