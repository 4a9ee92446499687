import type { Credentials } from '../config/credentials.js';
import { checkUrl } from '../config/config.js';
import { UsageError } from '../errors.js';
import { REST, type Api } from '../http/api.js';
import { renewedBy } from '../http/session.js';
import type { Invocation } from '../invocation.js';
import { askPassword, askText } from '../prompt.js';
import { firstLine } from '../stdin.js';

interface LoggedIn {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly deviceToken: string | null;
  readonly user: { readonly username: string; readonly role: string | null };
}

export async function run(invocation: Invocation): Promise<void> {
  const name = invocation.contextToWrite;
  const url = invocation.args[0] === undefined ? invocation.url : checkUrl(invocation.arg(0), 'url');
  const before = invocation.credentials.of(name);
  const api = invocation.apiOf(url, undefined);
  const credentials = invocation.flag('withToken')
    ? await byToken(invocation, api)
    : await byPassword(invocation, api, before?.url === url ? before : undefined);
  await invocation.credentials.change(name, () => credentials);
  invocation.config.change(name, { url }, true);
  invocation.output.say(`logged in to ${url} as ${credentials.username ?? ''} (context ${name})`);
}

async function byPassword(
  invocation: Invocation,
  api: Api,
  before: Credentials | undefined,
): Promise<Credentials> {
  const fromStdin = invocation.flag('passwordStdin');
  const given = invocation.text('user');
  if (given === undefined && fromStdin)
    throw new UsageError('--user is missing: whose password is on standard input');
  const login = given ?? (await askText('Username or e-mail: '));
  const password = fromStdin
    ? await firstLine('--password-stdin')
    : await askPassword(`Password of ${login}: `);
  const entered = await api.json<LoggedIn>('POST', `${REST}/session`, {
    anonymous: true,
    body: {
      login,
      password,
      ...(before?.deviceToken === undefined ? {} : { deviceToken: before.deviceToken }),
    },
  });
  const deviceToken = entered.deviceToken ?? before?.deviceToken;
  return renewedBy({ url: api.url, ...(deviceToken === undefined ? {} : { deviceToken }) }, entered);
}

/** An API token is asked who it is before it is kept. */
async function byToken(invocation: Invocation, api: Api): Promise<Credentials> {
  const apiToken = (await firstLine('--with-token')).trim();
  const me = await api.json<{ username: string }>('GET', `${REST}/me`, {
    anonymous: true,
    headers: { authorization: `Bearer ${apiToken}` },
  });
  invocation.output.say('this token is not renewed: it is good until it expires or is revoked');
  return { url: api.url, username: me.username, apiToken };
}
