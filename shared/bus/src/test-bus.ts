import type { BusIdentity } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import type { TestNats } from '@berth/testing/nats';
import { connectBus, type Bus } from './connection.js';

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
