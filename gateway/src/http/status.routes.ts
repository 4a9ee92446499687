import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { reject } from '@berth/kernel/rejection';
import type { SigningKeys } from '../callers/signing-keys.js';
import { sendProblem, sendRejection } from './problem.js';
import type { Trace } from '../trace/traceparent.js';

export interface StatusRoutesOptions {
  readonly keys: SigningKeys;
  readonly metrics: Registry;
  readonly mayReadMetrics: (request: IncomingMessage) => Promise<boolean>;
  /** Undefined when ready, else what is missing. */
  readonly notReady: () => string | undefined;
}

type Handle = (request: IncomingMessage, response: ServerResponse, trace: Trace) => void | Promise<void>;

const LANDING = `Berth

/graphql                 the API: GraphQL over HTTP, subscriptions over SSE
/join                    where agents of GPU hosts join (POST)
/calendar/<secret>.ics   reservations, for calendar programs
/.well-known/jwks.json   public keys of access tokens
/livez /readyz /metrics  health and metrics, for monitoring
`;

/** What can be read by GET; all but metrics without a token. */
export function statusRoutes({ keys, metrics, mayReadMetrics, notReady }: StatusRoutesOptions): {
  readonly [path: string]: Handle;
} {
  return {
    '/': onlyGet((_request, response) => send(response, 200, LANDING)),
    '/livez': onlyGet((_request, response) => send(response, 200, 'ok\n')),
    '/readyz': onlyGet((_request, response) => {
      const missing = notReady();
      send(response, missing === undefined ? 200 : 503, `${missing ?? 'ready'}\n`);
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

const onlyGet =
  (handle: Handle): Handle =>
  (request, response, trace) => {
    if (request.method === 'GET' || request.method === 'HEAD') return handle(request, response, trace);
    response.setHeader('allow', 'GET, HEAD');
    sendProblem(response, 405, { title: 'METHOD_NOT_ALLOWED', detail: 'the method must be GET' });
  };

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
