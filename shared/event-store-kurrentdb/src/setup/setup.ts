import { StoreDeniedError } from '@berth/event-store';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { connect, withLogin } from '../connect.js';
import { GROUP } from '../rights.js';
import { ensureLogins } from './logins.js';
import { UNAUTHENTICATED } from '../server-errors.js';
import { closeToOthers, letGroupReadAll, protectStreams } from './server-rights.js';
import { ensureUser } from './users.js';

export interface SetupOptions {
  /** Connection string, over TLS; a user in it is not used. */
  readonly url: string;
  readonly admin: { readonly user: string; readonly password: string };
  readonly services: readonly string[];
  /** Folder of the services' logins. */
  readonly logins: string;
  /** The server holds nothing but Berth's events: streams without a list of their own are closed to all others. */
  readonly alone: boolean;
  readonly say: (line: string) => void;
}

/** Makes a user for each service and gives it the rights that it needs. May be done again at any time. */
export async function setUp(options: SetupOptions): Promise<void> {
  const { url, admin, services, alone, say } = options;
  if (/[?&]tls=false/i.test(url)) {
    throw new RangeError(
      'BERTH_EVENT_STORE: users are of no use with tls=false, as the client then sends no password',
    );
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
        : `${admin.user} may not do that on KurrentDB; it takes a member of $admins (7 PERMISSION_DENIED)`,
      { cause: error },
    );
  } finally {
    await client.dispose();
  }
  if (!alone) say(`streams without a list of their own are left as they are; --alone closes them to others`);
  say(`${services.length} services have users of their own; their logins lie in ${options.logins}`);
}

async function setUpWith(
  client: EventStoreDBClient,
  { services, logins, alone, say }: SetupOptions,
): Promise<void> {
  for (const { service, user, password } of ensureLogins(logins, services)) {
    const done = await ensureUser(client, {
      name: user,
      fullName: `Berth ${service}`,
      password,
      groups: [GROUP],
    });
    say(done === 'made' ? `made user ${user}` : `gave user ${user} the password of its file`);
  }
  await letGroupReadAll(client);
  say(`group ${GROUP} may read $all`);
  if (alone) {
    await closeToOthers(client);
    say(`streams without a list of their own are closed to all but group ${GROUP} and admins`);
  }
  const given = await protectStreams(client, services);
  say(`gave ${given} ${given === 1 ? 'stream' : 'streams'} to the services that write them`);
}
