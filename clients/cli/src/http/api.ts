import { randomBytes } from 'node:crypto';
import type { StateFile } from '../config/state.js';
import { CliError, Refused, type Problem } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { newIdempotencyKey, withRetries } from './retry.js';
import type { Session } from './session.js';

export interface ApiOptions {
  readonly url: string;
  readonly session: Session;
  readonly state: StateFile;
  readonly timeoutMs: number;
  readonly idempotencyKey?: string;
  readonly userAgent: string;
  /** A line for each request, without secrets. */
  readonly debug: (line: string) => void;
}

export type Query = { readonly [name: string]: string | number | boolean | readonly string[] | undefined };

export interface RequestOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  /** Before anybody has logged in. */
  readonly anonymous?: boolean;
  readonly timeoutMs?: number;
}

export interface StreamRequest {
  readonly query?: Query;
  readonly headers: { readonly [name: string]: string };
  readonly signal: AbortSignal;
}

export const REST = '/api/v1';

/** Requests to one gateway, as one person: renewed tokens, repeated requests, traces, read-your-writes. */
export class Api {
  #commands = 0;

  constructor(readonly options: ApiOptions) {}

  /** Of several commands that one call sends each has a key of its own, made from the given one in their order. */
  #nextKey(): string {
    const given = this.options.idempotencyKey;
    if (given === undefined) return newIdempotencyKey();
    this.#commands += 1;
    return this.#commands === 1 ? given : `${given}.${this.#commands}`;
  }

  get url(): string {
    return this.options.url;
  }

  async get<T>(path: string, query: Query = {}): Promise<T> {
    return this.json<T>('GET', REST + path, { query });
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.json<T>('POST', REST + path, { body });
  }

  /** @throws Refused for an answer that is a problem */
  async json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const response = await this.send(method, path, options);
    const text = await response.text();
    if (!response.ok) throw new Refused(problemOf(response, text));
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new CliError(
        `${this.url}${path} does not answer JSON; is this the URL of a gateway?`,
        EXIT.unreachable,
      );
    }
  }

  /** Any answer, whatever its status; an expired token is renewed once. */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const { session } = this.options;
    const token = options.anonymous ? undefined : await session.token();
    const key = method === 'GET' ? undefined : this.#nextKey();
    const response = await this.#attempt(method, path, options, token, key);
    if (response.status !== 401 || token === undefined) return response;
    const renewed = await session.renewed(token);
    if (renewed === undefined) return response;
    await response.body?.cancel();
    return this.#attempt(method, path, options, renewed, key);
  }

  /** A stream: one attempt, without a timeout but the signal's. The next one has a token that is renewed where need be. */
  async open(path: string, { query = {}, headers, signal }: StreamRequest): Promise<Response> {
    const { url, session, userAgent, debug } = this.options;
    const token = await session.token();
    const target = `${url}${path}${queryText(query, path.includes('?'))}`;
    const attempt = async (bearer: string | undefined): Promise<Response> => {
      const response = await fetch(target, {
        redirect: 'manual',
        signal,
        headers: {
          'user-agent': userAgent,
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
      });
      debug(`GET ${target} ${response.status} ${headers['last-event-id'] ?? ''}`);
      return response;
    };
    const response = await attempt(token);
    const renewed = response.status === 401 && token !== undefined ? await session.renewed(token) : undefined;
    if (renewed === undefined) return response;
    await response.body?.cancel();
    return attempt(renewed);
  }

  async #attempt(
    method: string,
    path: string,
    { query = {}, body, headers = {}, timeoutMs = this.options.timeoutMs }: RequestOptions,
    token: string | undefined,
    key: string | undefined,
  ): Promise<Response> {
    const { url, debug, state, userAgent } = this.options;
    const after = state.after(url);
    const target = `${url}${path}${queryText(query, path.includes('?'))}`;
    const response = await withRetries(
      async (signal) => {
        const began = Date.now();
        const answer = await fetch(target, {
          method,
          redirect: 'manual',
          signal,
          headers: {
            accept: 'application/json',
            'user-agent': userAgent,
            traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
            ...(after === undefined ? {} : { 'berth-after': after }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        });
        debug(`${method} ${target} ${answer.status} ${Date.now() - began} ms`);
        return answer;
      },
      { timeoutMs, log: (line) => debug(`${method} ${target} ${line}`) },
      url,
    );
    const position = response.headers.get('berth-after');
    if (position && position !== after) state.rememberAfter(url, position);
    return response;
  }
}

function queryText(query: Query, hasOne: boolean): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          `${encodeURIComponent(name)}=${encodeURIComponent(Array.isArray(value) ? value.join(',') : String(value))}`,
        ],
  );
  return parts.length === 0 ? '' : `${hasOne ? '&' : '?'}${parts.join('&')}`;
}

export function problemOf(response: Response, text: string): Problem {
  const status = response.status;
  const plain: Problem = { status, title: response.statusText || `status ${status}` };
  if (!response.headers.get('content-type')?.includes('json'))
    return { ...plain, detail: `the answer is ${status}; is this the URL of a gateway?` };
  try {
    const { code, title, ...rest } = JSON.parse(text) as Problem;
    return { ...plain, ...rest, title, code: code ?? title };
  } catch {
    return plain;
  }
}
