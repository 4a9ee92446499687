import type { SessionEvent } from '@berth/contracts/auth/events';
import type { RecordedEvent } from '@berth/event-store';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

/** Live sessions only, to find those of a user and those that have expired. */
export type SessionDocument = { readonly userId: string; readonly expiresAt: string };

export const sessionsView: Projection<SessionDocument> = {
  name: 'sessions',
  version: 1,
  collection: { name: 'sessions', indexes: [{ fields: ['userId'] }, { fields: ['expiresAt'] }] },
  keys: (event) =>
    event.type.startsWith('auth.session.') ? [(event as unknown as SessionEvent).data.sessionId] : [],
  evolve(_, recorded) {
    const event = recorded as RecordedEvent & SessionEvent;
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
