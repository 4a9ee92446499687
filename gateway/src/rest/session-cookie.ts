import type { IncomingMessage } from 'node:http';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { cookieOf, type Exchange } from '../graphql-server/exchange.js';
import { foreignPage, type PageOrigins } from '../http/page-origin.js';
import { BASE_PATH } from './base-path.js';
import type { Variables } from './query-parameters.js';

/** By this header a page chooses the cookie, and shows that no form or foreign page made the request. */
export const SESSION_HEADER = 'Berth-Session';
const COOKIE = 'berth-refresh';
/** Log-in, refresh and log-out: nowhere else does a browser send it. */
const PATH = `${BASE_PATH}/session`;

/** What a route does with the refresh token. */
export type SessionRole = 'start' | 'refresh' | 'end';

export interface SessionCookieOptions extends PageOrigins {
  readonly trustProxy: boolean;
}

interface Tokens {
  readonly refreshToken?: string | null;
  readonly sessionExpiresAt?: string | null;
}

/** The refresh token of one request, in a cookie that no script can read, in place of the body. */
export class SessionCookie {
  private constructor(
    private readonly exchange: Exchange,
    private readonly role: SessionRole,
    private readonly options: SessionCookieOptions,
  ) {}

  /** Undefined where the client wants the token in the body. */
  static of(
    exchange: Exchange,
    role: SessionRole,
    options: SessionCookieOptions,
  ): Result<SessionCookie | undefined, Rejection> {
    const wanted = exchange.header('berth-session');
    if (wanted === undefined) return ok(undefined);
    if (wanted !== 'cookie')
      return err(refused('VALIDATION_FAILED', SESSION_HEADER, 'must be `cookie`, or be left out'));
    const foreign = foreignPage(exchange.incoming, options);
    if (foreign) return err(foreign);
    return ok(new SessionCookie(exchange, role, options));
  }

  /** The input, with the token of the cookie where the route takes one. */
  input(members: Variables): Result<Variables, Rejection> {
    if (this.role === 'start') return ok(members);
    if ('refreshToken' in members)
      return err(refused('VALIDATION_FAILED', 'refreshToken', 'is in the cookie; leave it out'));
    const refreshToken = cookieIn(this.exchange.incoming);
    if (refreshToken !== undefined) return ok({ ...members, refreshToken });
    if (this.role === 'end') return ok(members);
    return err(refused('UNAUTHENTICATED', 'Cookie', `has no ${COOKIE}; log in`));
  }

  /** Moves the token of an answer into the cookie; after a log-out there is none. */
  output(value: unknown): unknown {
    if (this.role === 'end') {
      this.clear();
      return value;
    }
    const { refreshToken, ...rest } = value as Tokens;
    if (refreshToken == null) return rest;
    this.#set(refreshToken, secondsUntil(rest.sessionExpiresAt));
    return rest;
  }

  /** A token that is refused is refused for good. */
  clear(): void {
    this.#set('', 0);
  }

  #set(token: string, maxAge: number | undefined): void {
    const { incoming, response } = this.exchange;
    const attributes = [
      `${COOKIE}=${token}`,
      `Path=${pathBefore(this.options.publicUrl)}${PATH}`,
      ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
      'HttpOnly',
      'SameSite=Strict',
      ...(isHttps(incoming, this.options) ? ['Secure'] : []),
    ];
    response.appendHeader('set-cookie', attributes.join('; '));
  }
}

/** What a refresh without a token lacks, where the cookie is there and the header is not. */
export function headerMissing(
  exchange: Exchange,
  role: SessionRole,
  input: Variables,
): Rejection | undefined {
  if (role !== 'refresh' || 'refreshToken' in input || cookieIn(exchange.incoming) === undefined)
    return undefined;
  return refused('VALIDATION_FAILED', SESSION_HEADER, 'must be `cookie` where the cookie is to be used');
}

const cookieIn = ({ headers }: IncomingMessage): string | undefined =>
  cookieOf(headers.cookie, COOKIE) || undefined;

function isHttps({ headers }: IncomingMessage, { publicUrl, trustProxy }: SessionCookieOptions): boolean {
  if (publicUrl?.startsWith('https:')) return true;
  const [proto] = [headers['x-forwarded-proto'] ?? []].flat();
  return trustProxy && proto?.split(',').at(-1)?.trim() === 'https';
}

/** Where a proxy serves the gateway below a path. */
const pathBefore = (publicUrl: string | undefined): string =>
  publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');

function secondsUntil(instant: string | null | undefined): number | undefined {
  return instant == null ? undefined : Math.max(0, Math.floor((Date.parse(instant) - Date.now()) / 1000));
}

const refused = (code: Rejection['code'], field: string, what: string): Rejection =>
  reject(code, `${field}: ${what}`, field);
