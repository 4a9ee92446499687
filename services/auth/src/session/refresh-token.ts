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
