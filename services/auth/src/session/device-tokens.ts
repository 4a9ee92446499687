import { timingSafeEqual } from 'node:crypto';
import { isId } from '@berth/kernel/ids';
import type { Blinder } from '../claim/claim-names.js';

/**
 * Token of a known device: `<id>.<256 bits>`, an HMAC of account and id. It grants no access; it proves that the
 * account was logged in there before, so that guessing from elsewhere does not delay its owner.
 */
export class DeviceTokens {
  constructor(private readonly blinder: Blinder) {}

  issue(userId: string, id: string): string {
    return `${id}.${this.#macOf(userId, id)}`;
  }

  /** The device's id, where it is one that this account was logged in on. */
  read(token: string | undefined, userId: string): string | undefined {
    const [id = '', mac = '', ...rest] = (token ?? '').split('.');
    if (!isId(id) || rest.length > 0) return undefined;
    const [given, right] = [Buffer.from(mac), Buffer.from(this.#macOf(userId, id))];
    return given.length === right.length && timingSafeEqual(given, right) ? id : undefined;
  }

  #macOf(userId: string, id: string): string {
    return Buffer.from(this.blinder.blind('device', `${userId} ${id}`), 'hex').toString('base64url');
  }
}
