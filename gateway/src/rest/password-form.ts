import type { Refusal } from './problems.js';
import type { Variables } from './query-parameters.js';

/**
 * The members of a log-in by form, as OAuth 2.0's password grant names them (RFC 6749 section 4.3.2): `username` is what
 * people log in by.
 */
export function passwordGrant(form: Variables): Variables | { readonly refusal: Refusal } {
  const { username, password, grant_type: grant, ...more } = form;
  if (grant !== undefined && grant !== 'password' && grant !== '')
    return refused('grant_type', 'must be password');
  for (const [name, value] of [
    ['username', username],
    ['password', password],
  ] as const)
    if (value === undefined || value === '') return refused(name, 'is required');
  // What clients of the password grant also send, and which means nothing here.
  for (const name of Object.keys(more))
    if (!['scope', 'client_id', 'client_secret'].includes(name)) return refused(name, 'is not known');
  return { login: username, password };
}

/** A refusal of a log-in by form, by the form's name of the field. */
export function formRefusal({ field, message, ...refusal }: Refusal): Refusal {
  if (field?.replace(/^input\./, '') !== 'login') return { ...refusal, field, message };
  return { ...refusal, field: 'username', message: message.replace(/^(input\.)?login:/, 'username:') };
}

interface LoggedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

/** What a log-in by form is answered, by RFC 6749 section 5.1. */
export function toTokenAnswer(value: unknown): unknown {
  const { accessToken, refreshToken, expiresInSeconds } = value as LoggedIn;
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    refresh_token: refreshToken,
  };
}

const refused = (field: string, what: string): { readonly refusal: Refusal } => ({
  refusal: { code: 'VALIDATION_FAILED', message: `${field}: ${what}`, field },
});
