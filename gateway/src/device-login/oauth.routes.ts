import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import { redeemDeviceLogin, refresh, startDeviceLogin } from '@berth/contracts/auth/operations';
import { defined } from '@berth/kernel/defined';
import type { Rejection } from '@berth/kernel/rejection';
import { baseUrlOf } from '../http/base-url.js';
import { readForm, type Form } from '../http/form.js';
import { sendProblem } from '../http/problem.js';
import { remoteAddressOf } from '../http/remote-address.js';
import type { Route } from '../http/server.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { askAuthFor, type AskAuth } from './auth-calls.js';
import { sendOAuth, sendOAuthError, sendOAuthRejection, tokenAnswer } from './oauth-answer.js';
import { DEVICE_PATH } from './device-page.route.js';

export interface OAuthRoutesOptions {
  readonly rpc: Pick<RpcClient, 'call'>;
  readonly rateLimits: RateLimits;
  readonly trustProxy: boolean;
  readonly publicUrl: string | undefined;
}

interface TokenRequest {
  readonly form: Form;
  readonly ask: AskAuth;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** `/oauth/device` and `/oauth/token`: log-ins of programs without a browser (RFC 8628). */
export const oauthRoutes = (options: OAuthRoutesOptions): { readonly [path: string]: Route } => ({
  '/oauth/device': byForm(options, async ({ form, ask, request, response }) => {
    const clientId = form.get('client_id');
    if (clientId === undefined) return missing(response, 'client_id');
    const clientName = form.get('client_name');
    const started = await ask(startDeviceLogin, { clientId, ...defined({ clientName }) });
    if (!started.ok) return sendOAuthRejection(response, oauthNames(started.error));
    const { deviceCode, userCode, expiresInSeconds, intervalSeconds } = started.value;
    const page = `${baseUrlOf(request, options.publicUrl)}${DEVICE_PATH}`;
    return sendOAuth(response, 200, {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?code=${userCode}`,
      expires_in: expiresInSeconds,
      interval: intervalSeconds,
    });
  }),
  '/oauth/token': byForm(options, async (asked) => {
    const grant = asked.form.get('grant_type');
    switch (grant) {
      case undefined:
        return missing(asked.response, 'grant_type');
      case DEVICE_GRANT:
        return byDeviceCode(asked);
      case 'refresh_token':
        return byRefreshToken(asked);
      default:
        return sendOAuthError(
          asked.response,
          'unsupported_grant_type',
          `grant_type: must be ${DEVICE_GRANT} or refresh_token`,
        );
    }
  }),
});

async function byDeviceCode({ form, ask, response }: TokenRequest): Promise<void> {
  const deviceCode = form.get('device_code');
  if (deviceCode === undefined) return missing(response, 'device_code');
  const redeemed = await ask(redeemDeviceLogin, { deviceCode });
  if (!redeemed.ok) return sendOAuthRejection(response, oauthNames(redeemed.error));
  const outcome = redeemed.value;
  switch (outcome.status) {
    case 'granted':
      return sendOAuth(response, 200, tokenAnswer(outcome.login));
    case 'pending':
      return sendOAuthError(response, 'authorization_pending', 'the user has not decided yet');
    case 'slowDown':
      return sendOAuthError(response, 'slow_down', 'wait 5 s longer between requests');
    case 'denied':
      return sendOAuthError(response, 'access_denied', 'the user has refused');
    case 'expired':
      return sendOAuthError(response, 'expired_token', 'the time is up; start the login again');
  }
}

async function byRefreshToken({ form, ask, response }: TokenRequest): Promise<void> {
  const refreshToken = form.get('refresh_token');
  if (refreshToken === undefined) return missing(response, 'refresh_token');
  const refreshed = await ask(refresh, { refreshToken });
  return refreshed.ok
    ? sendOAuth(response, 200, tokenAnswer(refreshed.value))
    : sendOAuthRejection(response, oauthNames(refreshed.error));
}

const byForm =
  (
    { rpc, rateLimits, trustProxy }: OAuthRoutesOptions,
    answer: (asked: TokenRequest) => Promise<void>,
  ): Route =>
  async (request, response, trace) => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return sendProblem(response, 405, { title: 'METHOD_NOT_ALLOWED', detail: 'the method must be POST' });
    }
    const remoteAddress = remoteAddressOf(request, trustProxy);
    const limited = rateLimits.refusal({ kind: 'anonymous' }, remoteAddress);
    if (limited) return sendOAuthRejection(response, limited);
    const form = await readForm(request);
    if (!form.ok) return sendOAuthRejection(response, form.error);
    return answer({ form: form.value, ask: askAuthFor(rpc, request, trace, trustProxy), request, response });
  };

const missing = (response: ServerResponse, name: string): void =>
  sendOAuthError(response, 'invalid_request', `${name}: is required`);

const NAMES: { readonly [field: string]: string } = {
  clientId: 'client_id',
  clientName: 'client_name',
  deviceCode: 'device_code',
  refreshToken: 'refresh_token',
};

/** A refusal by the names that the form has. */
function oauthNames(rejection: Rejection): Rejection {
  const { field = '', message } = rejection;
  const name = NAMES[field];
  return name === undefined
    ? rejection
    : { ...rejection, field: name, message: message.replace(new RegExp(`^${field}:`), `${name}:`) };
}
