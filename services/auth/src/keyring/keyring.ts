import type { KeyringEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { idFromName } from '@berth/kernel/ids';

export type SigningKey = KeyringEvent['data'];

/** Keys in the order in which they were added; the signing times overlap only where one was replaced. */
export interface Keyring {
  readonly keys: readonly SigningKey[];
}

export const emptyKeyring: Keyring = { keys: [] };

export const KEYRING_STREAM = `keyring:${idFromName('keyring')}`;
/** The key that a signing key's private part is sealed under. */
export const sealingKeyOf = (kid: string): string => `signing:${kid}`;

/** Keys that can't be of use any more are forgotten; the log has them all. */
const KEPT = 8;

export function evolveKeyring(state: Keyring, event: KeyringEvent): Keyring {
  switch (event.type) {
    case 'auth.keyring.keyAdded.v1':
      return { keys: [...state.keys, event.data].slice(-KEPT) };
    default:
      return assertNever(event.type);
  }
}

/** The key to sign with: the newest whose time it is. Instants compare as text; clocks of copies may differ a little. */
export const signingKeyAt = ({ keys }: Keyring, now: string): SigningKey | undefined =>
  keys.findLast((key) => key.signsFrom <= now && now < key.signsUntil) ??
  keys.find((key) => now < key.signsUntil);

/** Keys to publish: those whose tokens may be good, and the next one ahead of its time. */
export const publishedAt = ({ keys }: Keyring, now: string): readonly SigningKey[] =>
  keys.filter((key) => now < key.verifiesUntil);

export const retiredAt = ({ keys }: Keyring, now: string): readonly SigningKey[] =>
  keys.filter((key) => key.signsUntil <= now);
