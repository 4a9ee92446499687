import { apiTokenEvents, sessionEvents, userEvents } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import type { FollowedEvent } from '@berth/bus/follow-events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Identity } from '@berth/bus/identity';

/** Maximum lifetime of an access token. */
export const MAX_TOKEN_LIFETIME_MS = 3_600_000;

const ENDED = reject('UNAUTHENTICATED', 'the session has ended; log in again', undefined, {
  reason: 'ended',
});
const REVOKED = reject('UNAUTHENTICATED', 'the API token has been revoked', undefined, { reason: 'revoked' });
const CLOSED = reject('UNAUTHENTICATED', 'the account is suspended or deleted', undefined, {
  reason: 'ended',
});
const ROLE_CHANGED = reject(
  'UNAUTHENTICATED',
  'the role of the account has changed; refresh the access token',
  undefined,
  {
    reason: 'expired',
  },
);

interface Revocation {
  /** In ms since 1970. */
  readonly at: number;
  /** Tokens with this role stay valid. */
  readonly exceptRole?: Role;
}

/** Revoked access tokens that have not expired: of ended sessions, revoked API tokens and closed accounts. */
export class RevocationList {
  /** By session, API token or user, in the order of revocation. */
  readonly #ended = new Map<string, Revocation>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  /** True if someone may have lost access. */
  apply({ event }: FollowedEvent): boolean {
    const { data, type } = event;
    const at = Date.parse(event.recordedAt);
    const userId = String(data['userId']);
    switch (type) {
      case sessionEvents.ended.type:
        return this.#end(`session:${String(data['sessionId'])}`, { at });
      case apiTokenEvents.revoked.type:
        return this.#end(`token:${String(data['tokenId'])}`, { at });
      case userEvents.suspended.type:
      case userEvents.deleted.type:
        return this.#end(`user:${userId}`, { at });
      case userEvents.activated.type:
        this.#ended.delete(`user:${userId}`);
        return false;
      case userEvents.roleSet.type:
        return this.#end(`role:${userId}`, { at, exceptRole: data['role'] as Role });
      default:
        return false;
    }
  }

  refusal({ sessionId, tokenId, userId, role }: Identity): Rejection | undefined {
    if (this.#ended.size === 0) return undefined;
    if (sessionId !== undefined && this.#ended.has(`session:${sessionId}`)) return ENDED;
    if (tokenId !== undefined && this.#ended.has(`token:${tokenId}`)) return REVOKED;
    if (this.#ended.has(`user:${userId}`)) return CLOSED;
    const changed = this.#ended.get(`role:${userId}`);
    return changed && changed.exceptRole !== role ? ROLE_CHANGED : undefined;
  }

  #end(key: string, revocation: Revocation): boolean {
    this.#ended.delete(key);
    this.#ended.set(key, revocation);
    for (const [oldest, { at }] of this.#ended) {
      if (at > this.nowMs() - MAX_TOKEN_LIFETIME_MS) break;
      this.#ended.delete(oldest);
    }
    return true;
  }
}
