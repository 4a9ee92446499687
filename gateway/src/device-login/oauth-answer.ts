import type { ServerResponse } from 'node:http';
import type { LoginResult } from '@berth/contracts/auth/views';
import type { Rejection } from '@berth/kernel/rejection';
import { retryAfter } from '../http/problem.js';

/** Codes of RFC 6749 section 5.2 and RFC 8628 section 3.5. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'
  | 'temporarily_unavailable'
  | 'server_error';

export function sendOAuth(
  response: ServerResponse,
  status: number,
  body: object,
  headers: object = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    pragma: 'no-cache',
    ...headers,
  });
  response.end(text);
}

export const sendOAuthError = (response: ServerResponse, error: OAuthError, description: string): void =>
  sendOAuth(response, 400, { error, error_description: description });

/** A refusal in the words of OAuth. `Retry-After` says for how long, where it does. */
export function sendOAuthRejection(
  response: ServerResponse,
  { code, message, field, details }: Rejection,
): void {
  const [status, error] = errorOf(code, field);
  sendOAuth(response, status, { error, error_description: ascii(message) }, retryAfter(details));
}

function errorOf(code: Rejection['code'], field: string | undefined): readonly [number, OAuthError] {
  switch (code) {
    case 'UNAUTHENTICATED':
      return [400, 'invalid_grant'];
    case 'FORBIDDEN':
    case 'INVALID_STATE':
      return [400, 'access_denied'];
    case 'RATE_LIMITED':
      return [429, 'slow_down'];
    case 'UNAVAILABLE':
    case 'VIEW_BEHIND':
      return [503, 'temporarily_unavailable'];
    default:
      return field === undefined ? [500, 'server_error'] : [400, 'invalid_request'];
  }
}

/** As RFC 6749 section 5.1 has it. */
export const tokenAnswer = ({ accessToken, expiresInSeconds, refreshToken }: LoginResult): object => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresInSeconds,
  refresh_token: refreshToken,
});

/** RFC 6749 allows visible ASCII without quotes and backslashes. */
const ascii = (text: string): string => text.replaceAll('"', "'").replaceAll(/[^\x20-\x7e]|\\/g, '?');
