import type { DeviceLoginEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

/** Those that are not over: how many there are, and whose time is up. */
export type DeviceLoginDocument = { readonly expiresAt: string };

export const deviceLoginsView: Projection<DeviceLoginDocument, DeviceLoginEvent> = {
  name: 'deviceLogins',
  version: 1,
  collection: { name: 'device_logins', indexes: [{ fields: ['expiresAt'] }] },
  keys: (event) => (event.type.startsWith('auth.deviceLogin.') ? [String(event.data['deviceLoginId'])] : []),
  evolve(document, event) {
    switch (event.type) {
      case 'auth.deviceLogin.requested.v1':
        return { expiresAt: event.data.expiresAt };
      case 'auth.deviceLogin.approved.v1':
      case 'auth.deviceLogin.denied.v1':
        return document;
      case 'auth.deviceLogin.ended.v1':
        return undefined;
      default:
        return assertNever(event);
    }
  },
};
