import { request, throwProblem } from '../api/http.js';
import { Refused } from '../api/refusal.js';

export interface SignedInUser {
  readonly id: string;
  readonly username: string;
  readonly role: string | null;
}

export type SessionState =
  /** Whether the browser holds a session has not been asked yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signedOut'; readonly reason?: 'ended' }
  | { readonly kind: 'signedIn'; readonly user: SignedInUser };

interface Grant {
  readonly accessToken: string;
  /** In ms since 1970, by this browser's clock. */
  readonly renewAt: number;
  readonly user: SignedInUser;
}

interface SessionAnswer {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly user: SignedInUser;
}

export interface Registration {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

const PATH = '/api/v1/session';
const HEADERS = { 'berth-session': 'cookie', 'content-type': 'application/json' };
/** Of a token's life: then it is renewed before it is used. */
const RENEW_AFTER = 0.8;

/**
 * The session of this browser. The refresh token is in a cookie that no script reads; the access token is in memory,
 * and shared by all tabs, of which one at a time renews it.
 */
export class Session {
  #state: SessionState = { kind: 'unknown' };
  #grant: Grant | undefined;
  #renewing: Promise<boolean> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new BroadcastChannel('berth-session');

  constructor() {
    this.#tabs.onmessage = ({ data }: MessageEvent<Grant | null>) => this.#take(data ?? undefined);
  }

  get state(): SessionState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @throws Refused */
  async signIn(login: string, password: string): Promise<void> {
    const answer = await request(PATH, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({ login, password }),
    });
    throwProblem(answer);
    this.#share(grantOf(answer.body as SessionAnswer));
  }

  /**
   * Creates an account, and signs in where it needs no activation.
   * @returns whether it awaits activation
   * @throws Refused
   */
  async register(input: Registration): Promise<boolean> {
    const answer = await request('/api/v1/users', {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify(input),
    });
    throwProblem(answer);
    const session = answer.body as Partial<SessionAnswer>;
    if (session.accessToken == null || session.expiresInSeconds == null || !session.user) return true;
    this.#share(grantOf(session as SessionAnswer));
    return false;
  }

  async signOut(): Promise<void> {
    const token = this.#grant?.accessToken;
    this.#share(undefined);
    await request(PATH, {
      method: 'DELETE',
      headers: { ...HEADERS, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: '',
    });
  }

  /** One that is good for a while yet; undefined where nobody is signed in. */
  async accessToken(): Promise<string | undefined> {
    if (this.#grant && Date.now() >= this.#grant.renewAt) await this.renew();
    return this.#grant?.accessToken;
  }

  /**
   * Gets a new access token by the cookie.
   * @returns whether there is one now
   * @throws Refused where the gateway does not answer: the session may still be good
   */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renewAlone().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** A refresh token is good once: where two tabs renew at once, the second takes what the first was given. */
  async #renewAlone(): Promise<boolean> {
    const before = this.#grant;
    const renew = async (): Promise<boolean> => {
      if (this.#grant !== before && this.#grant) return true;
      const answer = await request(`${PATH}/refresh`, { method: 'POST', headers: HEADERS, body: '{}' });
      try {
        throwProblem(answer);
      } catch (error) {
        if (!(error instanceof Refused) || !ENDS_SESSION.has(error.refusal.code)) throw error;
        this.#share(undefined, before !== undefined);
        return false;
      }
      this.#share(grantOf(answer.body as SessionAnswer));
      return true;
    };
    // Pages that came by plain http from another machine have no locks; the platform takes a token twice within 10 s.
    return 'locks' in navigator ? navigator.locks.request('berth-session', renew) : renew();
  }

  #share(grant: Grant | undefined, ended = false): void {
    this.#tabs.postMessage(grant ?? null);
    this.#take(grant, ended);
  }

  #take(grant: Grant | undefined, ended = this.#grant !== undefined): void {
    this.#grant = grant;
    this.#state = grant
      ? { kind: 'signedIn', user: grant.user }
      : { kind: 'signedOut', ...(ended && { reason: 'ended' as const }) };
    for (const listener of this.#listeners) listener();
  }
}

/** Anything else may pass: then the cookie is kept. */
const ENDS_SESSION: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'VALIDATION_FAILED',
  'BAD_REQUEST',
]);

const grantOf = ({ accessToken, expiresInSeconds, user }: SessionAnswer): Grant => ({
  accessToken,
  renewAt: Date.now() + expiresInSeconds * 1000 * RENEW_AFTER,
  user: { id: user.id, username: user.username, role: user.role },
});

export const session = new Session();
