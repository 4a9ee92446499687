import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { USER_CODE_LETTERS } from '@berth/contracts/auth/operations';
import { idFromName, isId } from '@berth/kernel/ids';
import type { Blinder } from '../claim/claim-names.js';

const USER_CODE_LENGTH = 8;
const SECRET_BYTES = 32;

export interface DeviceCode {
  readonly code: string;
  readonly hash: string;
}

/** 20^8 codes: a guess hits one of a thousand that are open once in 25 million times. */
export const newUserCode = (): string =>
  Array.from({ length: USER_CODE_LENGTH }, () =>
    USER_CODE_LETTERS.charAt(randomInt(USER_CODE_LETTERS.length)),
  ).join('');

/** As people read it: `WDJB-MJHT`. */
export const shownUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** By HMAC: whoever reads the log can't tell the code. */
export const deviceLoginIdOf = (blinder: Blinder, userCode: string): string =>
  idFromName('deviceLogin', blinder.blind('user code', userCode));

export function newDeviceCode(deviceLoginId: string): DeviceCode {
  const code = `${deviceLoginId}.${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { code, hash: hashOf(code) };
}

/** The log-in that a device code is of; undefined for what is none. */
export function idInDeviceCode(code: string): string | undefined {
  const [id = ''] = code.split('.', 1);
  return isId(id) ? id : undefined;
}

export function isDeviceCode(code: string, hash: string): boolean {
  const [given, kept] = [Buffer.from(hashOf(code)), Buffer.from(hash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');
