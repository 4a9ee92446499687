import type { DeviceLoginEvent } from '@berth/contracts/auth/events';
import type { SealedValue } from '@berth/contracts/fields';
import { assertNever } from '@berth/kernel/assert-never';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

interface Requested {
  readonly id: string;
  readonly codeHash: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly request: SealedValue;
}
interface Approval {
  readonly userId: string;
  readonly passwordVersion: number;
}

/** A program that waits to be logged in by a user elsewhere. */
export type DeviceLogin =
  | { readonly status: 'none' }
  | (Requested & { readonly status: 'pending' })
  | (Requested & Approval & { readonly status: 'approved' })
  | (Requested & { readonly status: 'denied'; readonly userId: string })
  | (Requested & Approval & { readonly status: 'used' })
  | (Requested & { readonly status: 'expired' });

const unknown: DeviceLogin = { status: 'none' };

export const deviceLoginStream = (id: string): string => `deviceLogin:${id}`;
/** The key that what the program says of itself is sealed under. */
export const deviceLoginKey = (id: string): string => `deviceLogin:${id}`;

function evolveDeviceLogin(state: DeviceLogin, event: DeviceLoginEvent): DeviceLogin {
  if (event.type === 'auth.deviceLogin.requested.v1') {
    const { deviceLoginId, ...requested } = event.data;
    return { status: 'pending', id: deviceLoginId, ...requested };
  }
  if (state.status === 'none') throw new Error(`${event.type} of a log-in that nobody asked for`);
  switch (event.type) {
    case 'auth.deviceLogin.approved.v1': {
      const { userId, passwordVersion } = event.data;
      return { ...state, status: 'approved', userId, passwordVersion };
    }
    case 'auth.deviceLogin.denied.v1':
      return { ...state, status: 'denied', userId: event.data.userId };
    case 'auth.deviceLogin.ended.v1':
      return state.status === 'approved' && event.data.cause === 'used'
        ? { ...state, status: 'used' }
        : { ...state, status: 'expired' };
    default:
      return assertNever(event);
  }
}

export interface RequestDeviceLogin {
  readonly type: 'requestDeviceLogin';
  readonly deviceLoginId: string;
  readonly codeHash: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly request: SealedValue;
}

export interface DecideDeviceLogin {
  readonly type: 'decideDeviceLogin';
  readonly approve: boolean;
  readonly userId: string;
  readonly passwordVersion: number;
  readonly now: string;
}

/** Once the session has begun. */
export interface UseDeviceLogin {
  readonly type: 'useDeviceLogin';
}

export interface ExpireDeviceLogin {
  readonly type: 'expireDeviceLogin';
  readonly now: string;
}

export type DeviceLoginCommand = RequestDeviceLogin | DecideDeviceLogin | UseDeviceLogin | ExpireDeviceLogin;

type Decided = Result<readonly DeviceLoginEvent[], Rejection>;

/** The same for codes that never were, that were used and whose time is up. */
export const NO_SUCH_CODE = reject(
  'NOT_FOUND',
  'userCode: there is no such code, or its time is up; compare it with what the program shows, or start the login there again',
  'userCode',
);
const CODE_TAKEN = reject('ALREADY_EXISTS', 'this code is in use');
const DECIDED = reject('INVALID_STATE', 'userCode: it has been approved or denied already', 'userCode');

export const deviceLoginDecider: Decider<DeviceLogin, DeviceLoginCommand, DeviceLoginEvent> = {
  initialState: unknown,
  evolve: evolveDeviceLogin,
  decide(command, state) {
    switch (command.type) {
      case 'requestDeviceLogin': {
        if (state.status !== 'none') return err(CODE_TAKEN);
        const { type: _, ...data } = command;
        return ok([{ type: 'auth.deviceLogin.requested.v1', data }]);
      }
      case 'decideDeviceLogin':
        return decide(command, state);
      case 'useDeviceLogin':
        return ok(state.status === 'approved' ? [ended(state.id, 'used')] : []);
      case 'expireDeviceLogin':
        if (state.status === 'none' || isOver(state) || command.now < state.expiresAt) return ok([]);
        return ok([ended(state.id, 'expired')]);
      default:
        return assertNever(command);
    }
  },
};

function decide({ approve, userId, passwordVersion, now }: DecideDeviceLogin, state: DeviceLogin): Decided {
  if (state.status === 'none' || isOver(state) || now >= state.expiresAt) return err(NO_SUCH_CODE);
  if (state.status === 'pending') {
    const { id: deviceLoginId } = state;
    return ok([
      approve
        ? { type: 'auth.deviceLogin.approved.v1', data: { deviceLoginId, userId, passwordVersion } }
        : { type: 'auth.deviceLogin.denied.v1', data: { deviceLoginId, userId } },
    ]);
  }
  const isRepeat = state.userId === userId && (state.status === 'approved') === approve;
  return isRepeat ? ok([]) : err(DECIDED);
}

type Open = Extract<DeviceLogin, { readonly status: 'pending' | 'approved' | 'denied' }>;
type Over = Extract<DeviceLogin, { readonly status: 'used' | 'expired' }>;

const isOver = (state: Open | Over): state is Over => state.status === 'used' || state.status === 'expired';

const ended = (deviceLoginId: string, cause: 'used' | 'expired'): DeviceLoginEvent => ({
  type: 'auth.deviceLogin.ended.v1',
  data: { deviceLoginId, cause },
});
