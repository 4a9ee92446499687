import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import type { SigningKeys } from '../callers/signing-keys.js';
import { onlyGet } from './only-get.js';
import { sendRejection } from './problem.js';
import type { Route } from './server.js';

export interface StatusRoutesOptions {
  readonly keys: SigningKeys;
  readonly metrics: Registry;
  readonly mayReadMetrics: (request: IncomingMessage) => Promise<boolean>;
  /** Undefined when ready, else what is missing. */
  readonly notReady: () => string | undefined;
  /** What anybody may know of the installation. */
  readonly info: JsonObject;
}

const OVERVIEW = `Berth

/                        the console, in a browser
/graphql                 the API: GraphQL over HTTP, subscriptions over SSE
/api/v1                  the same as REST; /docs shows it, and lets you try it
/cli/                    the command line, and a script that installs it
/python/                 the client for Python
/join                    where agents of GPU hosts join (POST)
/calendar/<secret>.ics   reservations, for calendar programs
/.well-known/jwks.json   public keys of access tokens
/info                    version, ways to log in, limits
/health                  whether each part can be reached
/livez /readyz /metrics  health and metrics, for monitoring
`;

/** What there is, for whoever asks without a browser. */
export const overviewRoute: Route = onlyGet((_request, response) => send(response, 200, OVERVIEW));

/** What can be read by GET; all but metrics without a token. */
export function statusRoutes({ info, keys, metrics, mayReadMetrics, notReady }: StatusRoutesOptions): {
  readonly [path: string]: Route;
} {
  return {
    '/livez': onlyGet((_request, response) => send(response, 200, 'ok\n')),
    '/readyz': onlyGet((_request, response) => {
      const missing = notReady();
      send(response, missing === undefined ? 200 : 503, `${missing ?? 'ready'}\n`);
    }),
    '/health': onlyGet((_request, response) => {
      const missing = notReady();
      const health = missing === undefined ? { status: 'pass' } : { status: 'fail', output: missing };
      send(response, missing === undefined ? 200 : 503, JSON.stringify(health), 'application/health+json');
    }),
    '/info': onlyGet((_request, response) => {
      send(response, 200, JSON.stringify(info), 'application/json; charset=utf-8');
    }),
    '/metrics': onlyGet(async (request, response, trace) => {
      if (!(await mayReadMetrics(request))) return sendRejection(response, METRICS_FORBIDDEN, trace.traceId);
      send(response, 200, await metrics.metrics(), metrics.contentType);
    }),
    '/.well-known/jwks.json': onlyGet(async (_request, response, trace) => {
      const jwks = await keys.recent();
      if (!jwks) return sendRejection(response, UNAVAILABLE, trace.traceId);
      response.setHeader('cache-control', 'public, max-age=60');
      send(response, 200, JSON.stringify(jwks), 'application/jwk-set+json');
    }),
  };
}

const METRICS_FORBIDDEN = reject(
  'UNAUTHENTICATED',
  'metrics require the role admin, operator or auditor: send an access token or API token',
);
const UNAVAILABLE = reject('UNAVAILABLE', 'the signing keys are temporarily unavailable; try again later');

function send(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
