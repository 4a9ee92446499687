import type { UserEvent, UserStatus } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

export type UserDocument = {
  readonly role: Role;
  readonly status: UserStatus;
  /** Opened by queries only, so that an erased key erases the person here too. */
  readonly profile: SealedValue | null;
  readonly createdAt: string;
};

export const usersView: Projection<UserDocument, UserEvent> = {
  name: 'users',
  version: 1,
  collection: {
    name: 'users',
    indexes: [
      { fields: ['createdAt'] },
      { fields: ['role', 'createdAt'] },
      { fields: ['status', 'createdAt'] },
    ],
  },
  keys: (event) => (event.type.startsWith('auth.user.') ? [String(event.data['userId'])] : []),
  evolve(document, event) {
    if (event.type === 'auth.user.registered.v1') {
      const { role, status, profile } = event.data;
      return { role, status, profile, createdAt: event.recordedAt };
    }
    if (!document) throw new Error(`${event.type} of a user that never registered`);
    switch (event.type) {
      case 'auth.user.profileUpdated.v1':
        return { ...document, profile: event.data.profile };
      case 'auth.user.passwordChanged.v1':
        return document;
      case 'auth.user.roleSet.v1':
        return { ...document, role: event.data.role };
      case 'auth.user.activated.v1':
        return { ...document, status: 'active' };
      case 'auth.user.suspended.v1':
        return { ...document, status: 'suspended' };
      case 'auth.user.deleted.v1':
        return { ...document, status: 'deleted', profile: null };
      default:
        return assertNever(event);
    }
  },
};
