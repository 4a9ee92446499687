import type { KeyringEvent } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { addMs } from '@berth/kernel/clock';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { emptyKeyring, evolveKeyring, signingKeyAt, type Keyring } from './keyring.js';

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
