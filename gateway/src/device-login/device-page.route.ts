import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import {
  decideDeviceLogin,
  deviceLoginQuery,
  login,
  logout,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import { defined } from '@berth/kernel/defined';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Callers } from '../callers/callers.js';
import { readForm, type Form } from '../http/form.js';
import { foreignPage, type PageOrigins } from '../http/page-origin.js';
import { sendProblem, STATUS_OF } from '../http/problem.js';
import { remoteAddressOf } from '../http/remote-address.js';
import type { Route } from '../http/server.js';
import { staticFiles } from '../http/static-files.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { Trace } from '../trace/traceparent.js';
import { askAuthFor, type AskAuth } from './auth-calls.js';
import { devicePage, STYLE, type PageContent } from './device-page.js';

export const DEVICE_PATH = '/device';

/** Neither scripts nor anything of another origin, and no other page may frame it. */
const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export interface DevicePageOptions extends PageOrigins {
  readonly rpc: Pick<RpcClient, 'call'>;
  readonly callers: Callers;
  readonly rateLimits: RateLimits;
  readonly trustProxy: boolean;
}

/**
 * `/device`: where people enter the code of a program, see what asks, and decide. Who logs in on it is logged in for the
 * decision only: the token is in the page, and its session ends with the decision. No cookie is set or read.
 */
export const devicePageRoute =
  (options: DevicePageOptions): Route =>
  async (request, response, trace) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      const { searchParams } = new URL(request.url ?? '/', 'http://gateway');
      return send(response, 200, { kind: 'ask', code: (searchParams.get('code') ?? '').slice(0, MAX_CODE) });
    }
    if (request.method !== 'POST') {
      response.setHeader('allow', 'GET, HEAD, POST');
      return sendProblem(response, 405, {
        title: 'METHOD_NOT_ALLOWED',
        detail: 'the method must be GET or POST',
      });
    }
    const refused =
      foreignPage(request, options) ??
      options.rateLimits.refusal({ kind: 'anonymous' }, remoteAddressOf(request, options.trustProxy));
    if (refused) return sendRefused(response, { code: '' }, 'page', refused);
    const form = await readForm(request);
    if (!form.ok) return sendRefused(response, { code: '' }, 'page', form.error);
    return new Visit(options, request, response, trace, form.value).answer();
  };

export const deviceStyleRoute = (): Route =>
  staticFiles(
    `${DEVICE_PATH}/`,
    { 'style.css': { type: 'text/css; charset=utf-8', read: () => STYLE } },
    POLICY,
  );

const MAX_CODE = 40;

/** One form that was sent. */
class Visit {
  readonly #code: string;
  readonly #ask: AskAuth;

  constructor(
    private readonly options: DevicePageOptions,
    request: IncomingMessage,
    private readonly response: ServerResponse,
    trace: Trace,
    private readonly form: Form,
  ) {
    this.#ask = askAuthFor(options.rpc, request, trace, options.trustProxy);
    this.#code = (form.get('code') ?? '').slice(0, MAX_CODE);
  }

  async answer(): Promise<void> {
    const { form, response } = this;
    const given = form.get('token');
    if (given === undefined && (form.get('login') === undefined || form.get('password') === undefined))
      return send(response, 400, {
        ...this.#asked(),
        problem: { field: 'login', message: 'Enter your user name and password.' },
      });
    const token = given === undefined ? await this.#logIn() : await this.#stillGood(given);
    if (!token.ok) return sendRefused(response, this.#asked(), 'login', token.error);
    const decision = form.get('decision');
    return decision === 'approve' || decision === 'deny'
      ? this.#decide(token.value, decision === 'approve')
      : this.#show(token.value);
  }

  async #show(token: string): Promise<void> {
    const found = await this.#ask(deviceLoginQuery, { userCode: this.#code }, token);
    if (!found.ok) return sendRefused(this.response, { ...this.#asked(), token }, 'code', found.error);
    const viewer = await this.#ask(viewerQuery, {}, token);
    if (!viewer.ok) return sendRefused(this.response, this.#asked(), 'login', viewer.error);
    return send(this.response, 200, {
      kind: 'confirm',
      code: this.#code,
      token,
      username: viewer.value.username,
      request: found.value,
    });
  }

  async #decide(token: string, approve: boolean): Promise<void> {
    const decided = await this.#ask(decideDeviceLogin, { userCode: this.#code, approve }, token);
    if (!decided.ok) return sendRefused(this.response, { ...this.#asked(), token }, 'code', decided.error);
    // Where that fails the session lapses unused: nobody has its refresh token.
    await this.#ask(logout, {}, token);
    return send(this.response, 200, { kind: 'done', approved: approve, client: decided.value.client });
  }

  async #logIn(): Promise<Result<string, Rejection>> {
    const [name = '', password = ''] = [this.form.get('login'), this.form.get('password')];
    const input = { login: name, password, client: 'page for logging a program in' };
    const entered = await this.#ask(login, input);
    return entered.ok ? ok(entered.value.accessToken) : entered;
  }

  /** By the same checks as every request's token: a session that has ended decides nothing. */
  async #stillGood(token: string): Promise<Result<string, Rejection>> {
    const caller = await this.options.callers.identify(`Bearer ${token}`, () => undefined);
    if (caller.kind === 'refused') return err(caller.rejection);
    return ok(token);
  }

  #asked(): Extract<PageContent, { kind: 'ask' }> {
    const name = this.form.get('login');
    return { kind: 'ask', code: this.#code, ...defined({ login: name }) };
  }
}

function sendRefused(
  response: ServerResponse,
  content: Omit<Extract<PageContent, { kind: 'ask' }>, 'kind'>,
  field: 'code' | 'login' | 'page',
  { code, message, details }: Rejection,
): void {
  const seconds = details?.['retryAfterSeconds'];
  if (typeof seconds === 'number') response.setHeader('retry-after', String(Math.ceil(seconds)));
  send(response, STATUS_OF[code], {
    ...content,
    kind: 'ask',
    problem: { field, message: sentence(message) },
  });
}

/** Messages of the API name the field first, in its own words. */
function sentence(message: string): string {
  const text = message.replace(/^userCode: must/, 'the code must').replace(/^[a-z][\w.-]*: /i, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function send(response: ServerResponse, status: number, content: PageContent): void {
  const body = devicePage(content);
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': POLICY,
    // With no-referrer a form is sent without its origin, which is looked at.
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  response.end(body);
}
