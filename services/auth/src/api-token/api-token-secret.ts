import { createHash, timingSafeEqual } from 'node:crypto';
import { isId } from '@berth/kernel/ids';
import type { Blinder } from '../claim/claim-names.js';

const PREFIX = 'berth';

/** `berth_<id>_<256 bits>`: recognisable in a repository that it leaked into; a repeated request gets the same one. */
export function issueApiToken(
  blinder: Blinder,
  tokenId: string,
): { readonly token: string; readonly hash: string } {
  const secret = Buffer.from(blinder.blind('api token', tokenId), 'hex').toString('base64url');
  const token = `${PREFIX}_${tokenId}_${secret}`;
  return { token, hash: hashOf(token) };
}

/** The id that a token names; undefined for what is no token of ours. */
export function apiTokenIdOf(token: string): string | undefined {
  const [prefix, tokenId = ''] = token.split('_', 2);
  return prefix === PREFIX && isId(tokenId) ? tokenId : undefined;
}

export function matchesHash(token: string, hash: string): boolean {
  const given = Buffer.from(hashOf(token));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
