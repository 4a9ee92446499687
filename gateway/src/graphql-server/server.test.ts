import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { createGatewayMetrics } from '../gateway-metrics.js';
import { schema } from '../graphql/schema.js';
import type { FairQueue } from '../limits/fair-queue.js';
import { RateLimits } from '../limits/rate-limits.js';
import { traceFrom } from '../trace/traceparent.js';
import { Documents } from './documents.js';
import { ErrorMasking } from './error-masking.js';
import { OpenStreams } from './open-streams.js';
import { graphqlRoute, type GraphQLServerOptions } from './server.js';

const ENOUGH = 1e9;
const logged: unknown[] = [];
let identify: () => Promise<unknown>;
let take = async (): Promise<unknown> => ok(() => undefined);
const servers: Server[] = [];

async function serve(development: boolean): Promise<string> {
  const options: GraphQLServerOptions = {
    platform: { rpc: {}, live: {}, publicUrl: undefined } as never,
    callers: { identify: () => identify() } as never,
    documents: new Documents(schema, { maxDepth: 12, maxCost: 20_000, maxAliases: 30, maxTokens: 4_000 }),
    masking: new ErrorMasking({ error: (entry: unknown) => logged.push(entry) } as never, {
      suggestions: false,
    }),
    streams: new OpenStreams(10),
    rateLimits: new RateLimits({
      callerPerMinute: ENOUGH,
      addressPerMinute: ENOUGH,
      callerCostPerMinute: ENOUGH,
      addressCostPerMinute: ENOUGH,
    }),
    turns: { take: () => take() } as unknown as FairQueue,
    timeoutMs: 1_000,
    maxBodyBytes: 10_000,
    trustProxy: false,
    development,
    durations: createGatewayMetrics(() => 0).durations,
    tracing: undefined,
  };
  const route = graphqlRoute(options);
  const server = createServer((request, response) => void route(request, response, traceFrom(undefined)));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

let url: string;

beforeAll(async () => {
  url = await serve(false);
});
afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
});

const ask = (headers: { readonly [name: string]: string } = {}, query = '{ __typename }') =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });

describe('what goes wrong in a plugin or a step', () => {
  for (const accept of ['application/json', 'application/graphql-response+json', 'text/event-stream']) {
    it(`is masked, logged and answered 500: ${accept}`, async () => {
      identify = async () => {
        throw new Error('a secret path');
      };
      logged.length = 0;
      const answer = await ask({ accept });
      const text = await answer.text();
      assert.equal(answer.status, 500);
      assert.match(text, /"code":"INTERNAL"/);
      assert.doesNotMatch(text, /secret/);
      assert.equal(logged.length, 1);
    });
  }

  it('is a problem where a step refuses the request', async () => {
    identify = async () => ({ kind: 'anonymous' });
    take = async () => err(reject('RATE_LIMITED', 'too many', undefined, { retryAfterSeconds: 3 }));
    const answer = await ask();
    take = async () => ok(() => undefined);
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal(answer.headers.get('retry-after'), '3');
    assert.equal(((await answer.json()) as { title: string }).title, 'RATE_LIMITED');
  });
});

describe('what Yoga would answer by itself', () => {
  it('is not there: no health check, no landing page, no GraphiQL', async () => {
    identify = async () => ({ kind: 'anonymous' });
    const get = (query: string, accept: string) => fetch(`${url}${query}`, { headers: { accept } });
    assert.equal((await get('?/health', 'application/json')).status, 400);
    assert.equal((await get('', 'text/html')).status, 406);
  });

  it('is GraphiQL in development: a page that asks nobody but the gateway', async () => {
    const answer = await fetch(await serve(true), { headers: { accept: 'text/html' } });
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /connect-src 'self'/);
    assert.doesNotMatch(policy, /https?:|\*/);
    const page = await answer.text();
    assert.match(page, /renderYogaGraphiQL/);
    assert.doesNotMatch(page, /<(script|link)[^>]+(src|href)="https?:/);
  });
});
