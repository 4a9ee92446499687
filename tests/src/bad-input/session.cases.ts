import { newId } from '@berth/kernel/ids';
import { refused, unanswered } from './api-cases.js';
import type { Answer, Case, World } from './case.js';

const SESSIONS = 'query ($user: ID) { sessions(user: $user) { edges { node { id } } } }';
const DEVICE_LOGIN = 'query ($userCode: String!) { deviceLogin(userCode: $userCode) { client } }';

/** A form at `/oauth/…`, whose errors are those of OAuth; the description begins with the field. */
const byForm = (
  path: string,
  name: string,
  form: { readonly [field: string]: string } | string,
  [code, field]: readonly [code: string, field?: string],
): Case => ({
  name: `${path}: ${name}`,
  code,
  ...(field === undefined ? {} : { field }),
  attempt: async ({ platform }): Promise<Answer> => {
    const response = await fetch(`${platform.url}/oauth/${path}`, {
      method: 'POST',
      body: typeof form === 'string' ? form : new URLSearchParams(form),
    });
    const text = await response.text();
    const { error, error_description: description = '' } = JSON.parse(text) as {
      readonly error: string;
      readonly error_description?: string;
    };
    return { code: error, field: /^([\w-]+): /.exec(description)?.[1], text };
  },
});

/** A request of a page for its session, which is refused by the header or the member that is wrong. */
const byPage = (
  method: string,
  path: string,
  name: string,
  headers: (world: World) => { readonly [name: string]: string },
  [code, field]: readonly [code: string, field: string],
): Case => ({
  name: `${method} /session${path}: ${name}`,
  code,
  field,
  attempt: async (world): Promise<Answer> => {
    const response = await fetch(`${world.platform.url}/api/v1/session${path}`, {
      method,
      headers: headers(world),
    });
    const text = await response.text();
    const { code: given, field: wrong } = JSON.parse(text) as {
      readonly code: string;
      readonly field?: string;
    };
    return { code: given, field: wrong, text };
  },
});
const own = ({ platform }: World) => ({ origin: platform.url, 'berth-session': 'cookie' });
const stolen = { cookie: 'berth-refresh=stolen' };

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const deep = { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } };

/** Sessions, their cookies, log-ins by code, and preferences. */
export const sessions: readonly Case[] = [
  unanswered('anonymous', SESSIONS, {}, ['sessions of nobody', 'UNAUTHENTICATED']),
  unanswered('eve', SESSIONS, ({ lab }: World) => ({ user: lab.ada.id }), [
    'sessions of another',
    'FORBIDDEN',
    'userId',
  ]),
  unanswered('eve', SESSIONS, { user: 'ada' }, ['sessions of no id', 'VALIDATION_FAILED', 'userId']),
  refused('eve', 'revokeSession', { sessionId: newId() }, ['an unknown one', 'NOT_FOUND', 'sessionId']),
  refused('eve', 'revokeSession', { sessionId: 'mine' }, ['no id', 'VALIDATION_FAILED', 'sessionId']),
  refused('anonymous', 'revokeSession', { sessionId: newId() }, ['of nobody', 'UNAUTHENTICATED']),

  byPage(
    'POST',
    '/refresh',
    'from another origin',
    (world) => ({ ...own(world), ...stolen, origin: 'https://evil.example' }),
    ['FORBIDDEN', 'Origin'],
  ),
  byPage(
    'POST',
    '/refresh',
    'from another site',
    (world) => ({ ...own(world), ...stolen, 'sec-fetch-site': 'cross-site' }),
    ['FORBIDDEN', 'Sec-Fetch-Site'],
  ),
  byPage('POST', '/refresh', 'from nowhere', () => ({ 'berth-session': 'cookie', ...stolen }), [
    'FORBIDDEN',
    'Origin',
  ]),
  byPage('POST', '/refresh', 'without the header', ({ platform }) => ({ origin: platform.url, ...stolen }), [
    'VALIDATION_FAILED',
    'Berth-Session',
  ]),
  byPage(
    'POST',
    '/refresh',
    'with another header',
    (world) => ({ ...own(world), ...stolen, 'berth-session': 'body' }),
    ['VALIDATION_FAILED', 'Berth-Session'],
  ),
  byPage('POST', '/refresh', 'without a cookie', own, ['UNAUTHENTICATED', 'Cookie']),
  byPage('DELETE', '', 'from another origin', (world) => ({ ...own(world), origin: 'null' }), [
    'FORBIDDEN',
    'Origin',
  ]),

  unanswered('eve', DEVICE_LOGIN, { userCode: 'BBBB-BBBB' }, ['an unknown code', 'NOT_FOUND', 'userCode']),
  unanswered('eve', DEVICE_LOGIN, { userCode: 'AAAA-1111' }, ['no code', 'VALIDATION_FAILED', 'userCode']),
  refused('eve', 'approveDeviceLogin', { userCode: 'CCCC-CCCC' }, [
    'an unknown code',
    'NOT_FOUND',
    'userCode',
  ]),
  refused('eve', 'denyDeviceLogin', { userCode: 'x' }, ['no code', 'VALIDATION_FAILED', 'userCode']),
  refused('anonymous', 'approveDeviceLogin', { userCode: 'BBBB-BBBB' }, ['by nobody', 'UNAUTHENTICATED']),
  byForm('device', 'no client', {}, ['invalid_request', 'client_id']),
  byForm('device', 'a client of two lines', { client_id: 'a\nb' }, ['invalid_request', 'client_id']),
  byForm('device', 'a long name', { client_id: 'a', client_name: 'x'.repeat(201) }, [
    'invalid_request',
    'client_name',
  ]),
  byForm('device', 'no form', '{}', ['invalid_request', 'content-type']),
  byForm('token', 'no grant', {}, ['invalid_request', 'grant_type']),
  byForm('token', 'another grant', { grant_type: 'client_credentials' }, [
    'unsupported_grant_type',
    'grant_type',
  ]),
  byForm('token', 'no code', { grant_type: GRANT }, ['invalid_request', 'device_code']),
  byForm('token', 'a made-up code', { grant_type: GRANT, device_code: `${newId()}.x` }, [
    'invalid_grant',
    'device_code',
  ]),
  byForm('token', 'a made-up token', { grant_type: 'refresh_token', refresh_token: 'x' }, ['invalid_grant']),

  refused('eve', 'updatePreferences', { preferences: ['dark'] }, [
    'a list',
    'VALIDATION_FAILED',
    'preferences',
  ]),
  refused('eve', 'updatePreferences', { preferences: deep }, [
    'too deep',
    'VALIDATION_FAILED',
    'preferences.a.b.c.d.e.f',
  ]),
  refused('eve', 'updatePreferences', { preferences: { text: 'x'.repeat(17_000) } }, [
    'too much',
    'VALIDATION_FAILED',
    'preferences',
  ]),
  refused('eve', 'updatePreferences', { preferences: { ['x'.repeat(101)]: 1 } }, [
    'a long name',
    'VALIDATION_FAILED',
    'preferences',
  ]),
  refused('anonymous', 'updatePreferences', { preferences: {} }, ['of nobody', 'UNAUTHENTICATED']),
];
