import type { SessionEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

/** Live sessions only, to find those of a user and those that have expired. */
export type SessionDocument = { readonly userId: string; readonly expiresAt: string };

export const sessionsView: Projection<SessionDocument, SessionEvent> = {
  name: 'sessions',
  version: 1,
  collection: { name: 'sessions', indexes: [{ fields: ['userId'] }, { fields: ['expiresAt'] }] },
  keys: (event) => (event.type.startsWith('auth.session.') ? [String(event.data['sessionId'])] : []),
  evolve(_, event) {
    switch (event.type) {
      case 'auth.session.started.v1':
      case 'auth.session.refreshed.v1':
        return { userId: event.data.userId, expiresAt: event.data.expiresAt };
      case 'auth.session.ended.v1':
        return undefined;
      default:
        return assertNever(event);
    }
  },
};
