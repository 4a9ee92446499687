import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, Refused } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { reasonOf, unreachable } from './retry.js';

const REQUEST_TIMEOUT_MS = 10_000;
const SLOWER_MS = 5_000;
const MAX_DELAY_MS = 30_000;
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export interface DeviceCodes {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete?: string;
  readonly expires_in: number;
  readonly interval?: number;
}

export interface DeviceTokens {
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token: string;
}

export interface DeviceLoginOptions {
  readonly url: string;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  readonly debug: (line: string) => void;
}

interface OAuthProblem {
  readonly error?: string;
  readonly error_description?: string;
}

/** Asks for a code that a user enters elsewhere (RFC 8628). */
export async function requestCodes(clientName: string, options: DeviceLoginOptions): Promise<DeviceCodes> {
  const response = await post(
    '/oauth/device',
    { client_id: 'berth', client_name: clientName },
    options,
  ).catch((error: unknown) => {
    throw options.signal.aborted ? stopped() : unreachable(options.url, error, REQUEST_TIMEOUT_MS);
  });
  if (response.status === 404) throw new CliError('this gateway has no login by code', EXIT.refused);
  const answer = await bodyOf<DeviceCodes & OAuthProblem>(response);
  if (!response.ok || typeof answer.device_code !== 'string') throw refused(response.status, answer);
  return answer;
}

/** Asks until the user has decided, no sooner than the gateway wants, and no longer than the code is good. */
export async function untilDecided(codes: DeviceCodes, options: DeviceLoginOptions): Promise<DeviceTokens> {
  const deadline = performance.now() + codes.expires_in * 1_000;
  let intervalMs = (codes.interval ?? SLOWER_MS / 1_000) * 1_000;
  let delay = intervalMs;
  for (;;) {
    await sleep(delay, undefined, { signal: options.signal }).catch(() => {
      throw stopped();
    });
    if (performance.now() > deadline) throw expired();
    const answer = await ask(codes.device_code, options);
    if (answer === undefined) {
      // Not reached: as RFC 8628 section 3.5 has it, less and less often.
      delay = Math.min(MAX_DELAY_MS, delay * 2);
      continue;
    }
    if ('access_token' in answer) return answer;
    const { error } = answer;
    if (error === 'slow_down') intervalMs += SLOWER_MS;
    else if (error === 'access_denied') throw new CliError('the login was refused', EXIT.refused);
    else if (error === 'expired_token') throw expired();
    else if (error !== 'authorization_pending' && error !== 'temporarily_unavailable')
      throw refused(400, answer);
    delay = intervalMs;
  }
}

/** Undefined where the gateway does not answer now. */
async function ask(
  deviceCode: string,
  options: DeviceLoginOptions,
): Promise<DeviceTokens | OAuthProblem | undefined> {
  try {
    const form = { grant_type: DEVICE_GRANT, device_code: deviceCode, client_id: 'berth' };
    const response = await post('/oauth/token', form, options);
    const answer = await bodyOf<DeviceTokens | OAuthProblem>(response);
    return response.status >= 500 ? undefined : answer;
  } catch (error) {
    if (options.signal.aborted) throw stopped();
    options.debug(`POST /oauth/token: ${reasonOf(error)}`);
    return undefined;
  }
}

async function post(
  path: string,
  form: Record<string, string>,
  { url, userAgent, signal, debug }: DeviceLoginOptions,
): Promise<Response> {
  const response = await fetch(url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'user-agent': userAgent },
    body: new URLSearchParams(form),
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
  });
  debug(`POST ${url}${path} ${response.status}`);
  return response;
}

const bodyOf = async <T>(response: Response): Promise<T> => (await response.json().catch(() => ({}))) as T;

const refused = (status: number, { error, error_description: detail }: OAuthProblem): Refused =>
  new Refused({ status, title: error ?? 'no login', ...(detail === undefined ? {} : { detail }) });

const AGAIN = 'berth login --device';
const expired = (): CliError => new CliError('nobody entered the code in time', EXIT.notLoggedIn, AGAIN);
const stopped = (): CliError => new CliError('stopped; nothing was kept', EXIT.detached, AGAIN);
