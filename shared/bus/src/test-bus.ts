import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeUser, fmtCreds } from '@nats-io/jwt';
import { createUser, fromSeed } from '@nats-io/nkeys';
import type { BusIdentity } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import type { TestNats } from '@berth/testing/nats';
import { connectBus, type Bus } from './connection.js';
import type { Log } from './log.js';

/** For tests: a connection with the identity's own credentials. */
export const connectAs = (nats: TestNats, identity: BusIdentity): Promise<Bus> =>
  connectBus({
    url: nats.url,
    name: identity,
    inboxPrefix: subjects.inbox(identity),
    credsFile: nats.credsOf(identity),
  });

/** For tests: resolves at the next change of the connection. */
export const disconnected = (bus: Bus): Promise<void> => turned((listener) => bus.onDisconnected(listener));
export const reconnected = (bus: Bus): Promise<void> => turned((listener) => bus.onConnected(listener));

function turned(register: (listener: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const end = register(() => {
      end();
      resolve();
    });
  });
}

/** For tests: one that may do everything, as an operator with the account's key may. */
export async function connectAdmin(nats: TestNats): Promise<Bus> {
  const account = fromSeed(readFileSync(join(nats.trust.dir, 'keys', 'berth.nk')));
  const user = createUser();
  const jwt = await encodeUser('operator', user, account, {});
  const credsText = Buffer.from(fmtCreds(jwt, user)).toString();
  return connectBus({ url: nats.url, name: 'operator', inboxPrefix: '_INBOX', credsText });
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
