import assert from 'node:assert/strict';
import { parseConfig } from '@berth/service-host/config';
import { createLogger } from '@berth/service-host/log';
import { createClient, type ExecutionResult } from 'graphql-sse';
import { gatewayConfig } from '../gateway.config.js';
import { type Gateway, startGateway } from '../gateway.js';
import type { StandInPlatform } from './stand-in-platform.js';

/** A gateway on a free port, before the stand-ins. */
export const startTestGateway = (
  { nats }: StandInPlatform,
  settings: { readonly [variable: string]: string } = {},
): Promise<Gateway> =>
  startGateway(
    parseConfig(gatewayConfig, {
      BERTH_NATS_URL: nats.url,
      BERTH_NATS_CREDS: nats.credsOf('gateway'),
      BERTH_HTTP_PORT: '0',
      ...settings,
    }),
    createLogger('gateway', settings['BERTH_LOG_LEVEL'] ?? 'fatal'),
  );

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // What a test looks for in an answer is its own business.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

type Headings = { readonly [name: string]: string };

/** Asks a gateway as a script does. */
export class TestClient {
  constructor(
    private readonly gateway: Gateway,
    private readonly token?: string,
  ) {}

  as(token: string): TestClient {
    return new TestClient(this.gateway, token);
  }

  post(path: string, body: unknown, headers: Headings = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    });
  }

  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { ...this.#authorization(), ...(init.headers as Headings) };
    const response = await fetch(`${this.gateway.url}${path}`, { ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  ask(query: string, variables: object = {}, headers: Headings = {}): Promise<Answer> {
    return this.post('/graphql', { query, variables }, headers);
  }

  /** What a query or mutation gives; fails where it has errors. */
  async data(query: string, variables: object = {}, headers: Headings = {}): Promise<Answer['body']> {
    const { body } = await this.ask(query, variables, headers);
    assert.equal(body.errors, undefined, JSON.stringify(body.errors));
    return body.data;
  }

  /** A subscription by the protocol's own client; it does not reconnect. */
  follow(query: string, variables: { [name: string]: unknown } = {}) {
    const client = createClient({
      url: `${this.gateway.url}/graphql`,
      headers: this.#authorization(),
      retryAttempts: 0,
    });
    return client.iterate({ query, variables }) as AsyncIterableIterator<ExecutionResult<Answer['body']>>;
  }

  #authorization(): { [name: string]: string } {
    return this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
  }
}
