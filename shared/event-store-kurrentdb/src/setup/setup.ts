import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreDeniedError } from '@berth/event-store';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { connect, withLogin } from '../connect.js';
import { GROUP, userOf } from '../rights.js';
import { UNAUTHENTICATED } from '../server-errors.js';
import { closeToOthers, letGroupReadAll, protectStreams } from './server-rights.js';
import { ensureUser } from './users.js';

export interface Login {
  readonly service: string;
  readonly user: string;
  readonly password: string;
}

const PASSWORD_BYTES = 24;

/** The user and password of each service, in a file that only its owner reads; made where it is not there. */
function ensureLogins(folder: string, services: readonly string[]): readonly Login[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return services.map((service) => {
    const path = join(folder, `${service}.login`);
    if (!existsSync(path)) {
      const password = randomBytes(PASSWORD_BYTES).toString('base64url');
      writeFileSync(path, `${userOf(service)}:${password}\n`, { mode: 0o600, flag: 'wx' });
    }
    const [user = '', password = ''] = readFileSync(path, 'utf8').trim().split(':');
    if (user !== userOf(service) || password === '') {
      throw new RangeError(
        `${path} must hold ${userOf(service)}:PASSWORD in one line; remove it to create it again`,
      );
    }
    return { service, user, password };
  });
}

export interface SetupOptions {
  /** Connection string, over TLS; a user in it is not used. */
  readonly url: string;
  readonly admin: { readonly user: string; readonly password: string };
  readonly services: readonly string[];
  /** Folder of the services' logins. */
  readonly logins: string;
  /** The server is only for Berth: streams without an access list are closed to all others. */
  readonly exclusive: boolean;
  readonly print: (line: string) => void;
}

/** Creates a user for each service and gives it the rights that it needs. May be done again at any time. */
export async function setUp(options: SetupOptions): Promise<void> {
  const { url, admin, services, exclusive, print } = options;
  if (/[?&]tls=false/i.test(url)) {
    throw new RangeError('BERTH_EVENT_STORE: users require TLS: with tls=false the client sends no password');
  }
  const client = connect(withLogin(url, admin.user, admin.password), 'berth-setup');
  try {
    await setUpWith(client, options);
  } catch (error) {
    if (!(error instanceof StoreDeniedError)) throw error;
    const { code } = error.cause as { readonly code?: number };
    throw new Error(
      code === UNAUTHENTICATED
        ? `KurrentDB does not accept the password of ${admin.user} (16 UNAUTHENTICATED)`
        : `${admin.user} is not permitted to do that on KurrentDB; use a member of $admins (7 PERMISSION_DENIED)`,
      { cause: error },
    );
  } finally {
    await client.dispose();
  }
  if (!exclusive)
    print(`streams without an access list are left unchanged; --exclusive closes them to others`);
  print(`${services.length} services have their own users; their logins are in ${options.logins}`);
}

async function setUpWith(
  client: EventStoreDBClient,
  { services, logins, exclusive, print }: SetupOptions,
): Promise<void> {
  for (const { service, user, password } of ensureLogins(logins, services)) {
    const done = await ensureUser(client, {
      name: user,
      fullName: `Berth ${service}`,
      password,
      groups: [GROUP],
    });
    print(done === 'made' ? `created user ${user}` : `gave user ${user} the password of its file`);
  }
  await letGroupReadAll(client);
  print(`group ${GROUP} may read $all`);
  if (exclusive) {
    await closeToOthers(client);
    print(`streams without an access list are closed to all but group ${GROUP} and admins`);
  }
  const given = await protectStreams(client, services);
  print(`gave ${given} ${given === 1 ? 'stream' : 'streams'} to the services that write them`);
}
