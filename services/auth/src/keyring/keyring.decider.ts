import type { KeyringEvent } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';
import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

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

/** Adds a key where one is due, which several copies of the service may find at once. */
export interface AddKey {
  readonly type: 'addKey';
  readonly kid: string;
  readonly publicKey: string;
  readonly privateKey: SealedValue;
  readonly now: string;
  readonly schedule: KeySchedule;
  /** The key that signs now, where its private part can't be read: the new one signs at once. */
  readonly insteadOf?: string;
}

export interface KeySchedule {
  /** How long a key signs. */
  readonly signsForMs: number;
  /** How long before its first use a key is published, so that verifiers know it by then. */
  readonly aheadMs: number;
  /** How long after its last use a key is published: the life of a token and a margin for clocks. */
  readonly verifiesForMs: number;
}

export const keyringDecider: Decider<Keyring, AddKey, KeyringEvent> = {
  initialState: emptyKeyring,
  evolve: evolveKeyring,
  decide({ kid, publicKey, privateKey, now, schedule, insteadOf }, state) {
    const replaces = insteadOf !== undefined && signingKeyAt(state, now)?.kid === insteadOf;
    if (!replaces && !isKeyDue(state, now, schedule)) return ok([]);
    const former = state.keys.at(-1)?.signsUntil;
    const signsFrom = !replaces && former !== undefined && former > now ? former : now;
    const signsUntil = addMs(signsFrom, schedule.signsForMs);
    const verifiesUntil = addMs(signsUntil, schedule.verifiesForMs);
    return ok([
      {
        type: 'auth.keyring.keyAdded.v1',
        data: { kid, publicKey, privateKey, signsFrom, signsUntil, verifiesUntil },
      },
    ]);
  },
};

export function isKeyDue(state: Keyring, now: string, schedule: KeySchedule): boolean {
  const newest = state.keys.at(-1);
  return newest === undefined || newest.signsUntil <= addMs(now, schedule.aheadMs);
}
