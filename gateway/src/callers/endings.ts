import { apiTokenEvents, sessionEvents, userEvents, type Role } from '@berth/contracts/auth/events';
import type { FollowedEvent } from '@berth/bus/follow-events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Identity } from '@berth/bus/identity';

/** No access token lives longer. */
export const LONGEST_TOKEN_MS = 3_600_000;

const ENDED = reject('UNAUTHENTICATED', 'the session has ended; log in again', undefined, {
  reason: 'ended',
});
const REVOKED = reject('UNAUTHENTICATED', 'the API token has been revoked', undefined, { reason: 'revoked' });
const CLOSED = reject('UNAUTHENTICATED', 'the account is suspended or deleted', undefined, {
  reason: 'ended',
});
const ROLE_CHANGED = reject('UNAUTHENTICATED', 'the role has changed; refresh the access token', undefined, {
  reason: 'expired',
});

interface Ending {
  /** In ms since 1970. */
  readonly at: number;
  /** Tokens with this role are still good. */
  readonly but?: Role;
}

/** Access tokens that are refused before they expire: of sessions, API tokens and people that auth has ended. */
export class Endings {
  /** By session, API token or user, in the order of their ends. */
  readonly #ended = new Map<string, Ending>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  /** True where somebody may have lost access. */
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
        return this.#end(`role:${userId}`, { at, but: data['role'] as Role });
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
    return changed && changed.but !== role ? ROLE_CHANGED : undefined;
  }

  #end(key: string, ending: Ending): boolean {
    this.#ended.delete(key);
    this.#ended.set(key, ending);
    for (const [oldest, { at }] of this.#ended) {
      if (at > this.nowMs() - LONGEST_TOKEN_MS) break;
      this.#ended.delete(oldest);
    }
    return true;
  }
}
