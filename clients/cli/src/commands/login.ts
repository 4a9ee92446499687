import { hostname } from 'node:os';
import type { Credentials } from '../config/credentials.js';
import { checkUrl } from '../config/config.js';
import { UsageError } from '../errors.js';
import { REST, type Api } from '../http/api.js';
import { requestCodes, untilDecided } from '../http/device-login.js';
import { renewedBy } from '../http/session.js';
import { interruption } from '../interruption.js';
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
  const known = before?.url === url ? before : undefined;
  const credentials = await logIn(invocation, api, known);
  await invocation.credentials.change(name, () => credentials);
  invocation.config.change(name, { url }, true);
  invocation.output.say(`logged in to ${url} as ${credentials.username ?? ''} (context ${name})`);
}

async function logIn(invocation: Invocation, api: Api, known: Credentials | undefined): Promise<Credentials> {
  const [byCode, withToken] = [invocation.flag('device'), invocation.flag('withToken')];
  if (byCode && (withToken || invocation.flag('passwordStdin') || invocation.text('user') !== undefined))
    throw new UsageError('--device stands alone: who logs in is whoever enters the code');
  if (byCode) return byDevice(invocation, api, known);
  return withToken ? byToken(invocation, api) : byPassword(invocation, api, known);
}

/** With a browser anywhere, which need not be on this machine (RFC 8628). */
async function byDevice(
  invocation: Invocation,
  api: Api,
  known: Credentials | undefined,
): Promise<Credentials> {
  const interrupted = interruption();
  const { userAgent, debug } = api.options;
  const options = { url: api.url, userAgent, debug, signal: interrupted.signal };
  const codes = await requestCodes(`berth on ${hostname()}`, options);
  const minutes = Math.floor(codes.expires_in / 60);
  invocation.output.warn(
    `open this page in any browser, and check that it shows the same code:\n\n  ${codes.verification_uri_complete ?? codes.verification_uri}\n  ${codes.user_code}\n\nThe code is good for ${minutes} minutes. Waiting; Ctrl-C stops.`,
  );
  const tokens = await untilDecided(codes, options);
  interrupted.stop();
  const user = await api.json<{ username: string }>('GET', `${REST}/me`, {
    anonymous: true,
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  const deviceToken = known?.deviceToken;
  return renewedBy(
    { url: api.url, ...(deviceToken === undefined ? {} : { deviceToken }) },
    {
      accessToken: tokens.access_token,
      expiresInSeconds: tokens.expires_in,
      refreshToken: tokens.refresh_token,
      user,
    },
  );
}

/** Over SSH, or without a screen, people mean a browser somewhere else. */
const hasNoBrowser = ({ env }: Invocation): boolean =>
  Boolean(env['SSH_CONNECTION']) ||
  (process.platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']);

async function byPassword(
  invocation: Invocation,
  api: Api,
  before: Credentials | undefined,
): Promise<Credentials> {
  const fromStdin = invocation.flag('passwordStdin');
  const given = invocation.text('user');
  if (given === undefined && fromStdin)
    throw new UsageError('--user is missing: whose password is on standard input');
  if (given === undefined && hasNoBrowser(invocation))
    invocation.output.say('berth login --device logs in by a browser on another machine');
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
