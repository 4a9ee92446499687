import type { NameClaims, UserEvent } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { idFromName } from '@berth/kernel/ids';

/** The id that a word stands for in a test. */
export const idOf = (word: string): string => idFromName('test', word);

export const sealed = (word: string): SealedValue => ({ keyId: 'user:test', iv: '', data: word });

export const MORNING = '2026-03-01T08:00:00.000Z';
export const NOON = '2026-03-01T12:00:00.000Z';
export const NEXT_DAY = '2026-03-02T08:00:00.000Z';

export const claimsOf = (word: string): NameClaims => ({
  username: `name of ${word}`,
  email: `mail of ${word}`,
});

type Registered = Extract<UserEvent, { type: 'auth.user.registered.v1' }>;

export const aRegisteredUser = (word = 'ada', changes: Partial<Registered['data']> = {}): Registered => ({
  type: 'auth.user.registered.v1',
  data: {
    userId: idOf(word),
    role: 'member',
    status: 'active',
    profile: sealed('profile'),
    verifier: sealed('verifier'),
    claims: claimsOf(word),
    ...changes,
  },
});
