import type { ClaimEvent, ClaimKind } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export type Claim =
  | {
      readonly status: 'free';
      readonly abandoned?: { readonly intentId: string; readonly taken?: ClaimKind };
    }
  | { readonly status: 'held'; readonly ownerId: string; readonly intentId: string }
  | { readonly status: 'completed'; readonly ownerId: string; readonly intentId: string };

const unclaimed: Claim = { status: 'free' };

function evolveClaim(state: Claim, event: ClaimEvent): Claim {
  switch (event.type) {
    case 'auth.claim.made.v1': {
      const { ownerId, intentId = ownerId } = event.data;
      return { status: 'held', ownerId, intentId };
    }
    case 'auth.claim.completed.v1':
      return state.status === 'held' ? { ...state, status: 'completed' } : state;
    case 'auth.claim.released.v1': {
      const { ownerId, intentId = ownerId, taken } = event.data;
      return { status: 'free', abandoned: { intentId, ...defined({ taken }) } };
    }
    default:
      return assertNever(event);
  }
}

export const isHeldBy = (claim: Claim, intentId: string): boolean =>
  claim.status !== 'free' && claim.intentId === intentId;

interface MakeClaim {
  readonly type: 'makeClaim';
  readonly kind: ClaimKind;
  readonly ownerId: string;
  readonly intentId: string;
  /** On the claim that decides over an intent: all that is needed to carry it out. */
  readonly intent?: SealedValue;
}

export interface CompleteClaim {
  readonly type: 'completeClaim';
  readonly intentId: string;
}

/** Abandons a claim that is not completed. */
export interface AbandonClaim {
  readonly type: 'abandonClaim';
  readonly intentId: string;
  readonly taken?: ClaimKind;
}

/** Frees the name, whatever its claim has come to. */
export interface ReleaseClaim {
  readonly type: 'releaseClaim';
  readonly ownerId: string;
}

export type ClaimCommand = MakeClaim | CompleteClaim | AbandonClaim | ReleaseClaim;

type Decided = Result<readonly ClaimEvent[], Rejection>;

export const claimDecider: Decider<Claim, ClaimCommand, ClaimEvent> = {
  initialState: unclaimed,
  evolve: evolveClaim,
  decide(command, state) {
    switch (command.type) {
      case 'makeClaim':
        return make(command, state);
      case 'completeClaim':
        return complete(command.intentId, state);
      case 'abandonClaim':
        return abandon(command.intentId, command.taken, state);
      case 'releaseClaim':
        return ok(
          state.status !== 'free' && state.ownerId === command.ownerId
            ? [released(state.ownerId, state.intentId)]
            : [],
        );
      default:
        return assertNever(command);
    }
  },
};

function make({ kind, ownerId, intentId, intent }: MakeClaim, state: Claim): Decided {
  if (state.status !== 'free') {
    if (state.intentId === intentId) return ok([]);
    // The owner's former claim on the name is about to be released; it can't be taken over in between.
    if (state.ownerId === ownerId && kind !== 'firstUser') return err(stillChanging(kind));
    return err(nameTaken(kind));
  }
  return ok([
    {
      type: 'auth.claim.made.v1',
      data: { kind, ownerId, intentId, ...defined({ intent }) },
    },
  ]);
}

function complete(intentId: string, state: Claim): Decided {
  if (state.status === 'free' || state.intentId !== intentId) {
    return err(reject('INVALID_STATE', 'the claim on this name was released'));
  }
  if (state.status === 'completed') return ok([]);
  return ok([{ type: 'auth.claim.completed.v1', data: { ownerId: state.ownerId, intentId } }]);
}

function abandon(intentId: string, taken: ClaimKind | undefined, state: Claim): Decided {
  if (state.status === 'free' || state.intentId !== intentId) return ok([]);
  if (state.status === 'completed')
    return err(reject('INVALID_STATE', 'the claim on this name is complete and cannot be released'));
  return ok([released(state.ownerId, intentId, taken)]);
}

const released = (ownerId: string, intentId: string, taken?: ClaimKind): ClaimEvent => ({
  type: 'auth.claim.released.v1',
  data: { ownerId, intentId, ...defined({ taken }) },
});

const FIELDS: { readonly [kind in ClaimKind]: { readonly field: string; readonly what: string } } = {
  username: { field: 'username', what: 'user name' },
  email: { field: 'email', what: 'e-mail address' },
  phone: { field: 'profile.phone', what: 'phone number' },
  projectName: { field: 'name', what: 'project name' },
  firstUser: { field: 'role', what: 'place of the first user' },
};

export const nameTaken = (kind: ClaimKind): Rejection =>
  reject('ALREADY_EXISTS', `this ${FIELDS[kind].what} is taken; choose another`, FIELDS[kind].field);

const stillChanging = (kind: ClaimKind): Rejection =>
  reject(
    'INVALID_STATE',
    `another change of this ${FIELDS[kind].what} is in progress; try again`,
    FIELDS[kind].field,
  );
