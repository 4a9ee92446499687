import type { SessionEvent } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

/** Live sessions only: those of a user, and those that have expired. */
export type SessionDocument = {
  readonly userId: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  /** Which program or browser; opened by queries only, so that an erased key erases it here too. */
  readonly clientName: SealedValue | string | null;
};

export const sessionsView: Projection<SessionDocument, SessionEvent> = {
  name: 'sessions',
  version: 2,
  collection: {
    name: 'sessions',
    indexes: [{ fields: ['userId', 'expiresAt'] }, { fields: ['expiresAt'] }],
  },
  keys: (event) => (event.type.startsWith('auth.session.') ? [String(event.data['sessionId'])] : []),
  evolve(document, event) {
    switch (event.type) {
      case 'auth.session.started.v1': {
        const { userId, expiresAt, client, clientName } = event.data;
        const { recordedAt } = event;
        return {
          userId,
          createdAt: recordedAt,
          lastUsedAt: recordedAt,
          expiresAt,
          clientName: clientName ?? client ?? null,
        };
      }
      case 'auth.session.refreshed.v1':
        if (!document) throw new Error(`${event.type} of a session that never began`);
        return { ...document, lastUsedAt: event.recordedAt, expiresAt: event.data.expiresAt };
      case 'auth.session.ended.v1':
        return undefined;
      default:
        return assertNever(event);
    }
  },
};
