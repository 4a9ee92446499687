import type { PreferencesEvent } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

/** What a user wants of screens and programs. */
export interface Preferences {
  /** How often they have changed. */
  readonly version: number;
  /** Undefined before the first change. */
  readonly sealed?: SealedValue;
}

export interface ChangePreferences {
  readonly type: 'changePreferences';
  readonly userId: string;
  readonly preferences: SealedValue;
  /** What the change was made from: of two at once neither undoes the other. */
  readonly basedOn: number;
}

export const CHANGED_MEANWHILE = reject(
  'INVALID_STATE',
  'the preferences were changed concurrently; try again',
);

export const preferencesStream = (userId: string): string => `preferences:${userId}`;

export const preferencesDecider: Decider<Preferences, ChangePreferences, PreferencesEvent> = {
  initialState: { version: 0 },
  evolve(state, event) {
    switch (event.type) {
      case 'auth.preferences.changed.v1':
        return { version: state.version + 1, sealed: event.data.preferences };
      default:
        return assertNever(event.type);
    }
  },
  decide({ userId, preferences, basedOn }, { version }) {
    if (basedOn !== version) return err(CHANGED_MEANWHILE);
    return ok([{ type: 'auth.preferences.changed.v1', data: { userId, preferences } }]);
  },
};
