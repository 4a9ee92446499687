import { createHash, timingSafeEqual } from 'node:crypto';
import { isId } from '@berth/kernel/ids';
import type { Blinder } from '../claim/claim-names.js';

export interface RefreshToken {
  readonly sessionId: string;
  readonly generation: number;
  readonly hash: string;
}

/**
 * Refresh tokens are `<session>.<generation>.<256 bits>`, the bits an HMAC of the rest under a key of this installation.
 * So a forged token ends no session, a token used long ago is recognised without a list of all, and
 * a repeated request gets the same answer, though only the hash of a token is ever kept.
 */
export class RefreshTokens {
  constructor(private readonly blinder: Blinder) {}

  issue(sessionId: string, generation: number): { readonly token: string; readonly hash: string } {
    const head = `${sessionId}.${generation}`;
    const secret = Buffer.from(this.blinder.blind('refresh token', head), 'hex').toString('base64url');
    const token = `${head}.${secret}`;
    return { token, hash: createHash('sha256').update(token).digest('hex') };
  }

  /** Undefined for a token that was not issued here. */
  read(token: string): RefreshToken | undefined {
    const [sessionId = '', generation = '', ...rest] = token.split('.');
    if (!isId(sessionId) || !/^[1-9]\d{0,8}$/.test(generation) || rest.length !== 1) return undefined;
    const genuine = this.issue(sessionId, Number(generation));
    const given = Buffer.from(token);
    const right = Buffer.from(genuine.token);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return { sessionId, generation: Number(generation), hash: genuine.hash };
  }
}

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
