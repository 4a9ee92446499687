import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { ResultOf } from '@berth/contracts/define';
import { feedContentsQuery } from '@berth/contracts/scheduler/calendar-feeds';
import { sendProblem, sendRejection } from '../http/problem.js';
import { remoteAddressOf } from '../http/remote-address.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { toTraceparent, type Trace } from '../trace/traceparent.js';
import { toICalendar } from './i-calendar.js';

export interface FeedRouteOptions {
  readonly rpc: Pick<RpcClient, 'call'>;
  readonly rateLimits: RateLimits;
  readonly trustProxy: boolean;
}

const PATH = /^\/calendar\/([0-9a-f]{64})\.ics(?:\?|$)/;

/**
 * `GET /calendar/<secret>.ics`: the secret is the only credential, and only its hash goes further. One that is unknown,
 * was revoked, or whose owner has lost access, is answered with 404.
 */
export const feedRoute =
  ({ rpc, rateLimits, trustProxy }: FeedRouteOptions) =>
  async (request: IncomingMessage, response: ServerResponse, trace: Trace): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return sendProblem(response, 405, { title: 'METHOD_NOT_ALLOWED', detail: 'the method must be GET' });
    }
    const limited = rateLimits.refusal({ kind: 'anonymous' }, remoteAddressOf(request, trustProxy));
    if (limited) return sendRejection(response, limited, trace.traceId);
    const secret = PATH.exec(request.url ?? '')?.[1];
    if (secret === undefined) return notFound(response);
    const reply = await rpc.call(feedContentsQuery.subject, {
      input: { secretHash: hash('sha256', secret) },
      traceparent: toTraceparent(trace),
      correlationId: trace.traceId,
    });
    if (!reply.ok && reply.error.code === 'NOT_FOUND') return notFound(response);
    if (!reply.ok) return sendRejection(response, reply.error, trace.traceId);
    const body = toICalendar(reply.result as unknown as ResultOf<typeof feedContentsQuery>);
    const etag = `"${hash('sha256', body).slice(0, 32)}"`;
    response.setHeader('etag', etag);
    response.setHeader('cache-control', 'private, no-cache');
    if (matches(request.headers['if-none-match'], etag)) {
      response.writeHead(304);
      response.end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };

const notFound = (response: ServerResponse): void =>
  sendProblem(response, 404, { title: 'NOT_FOUND', detail: 'not found: no such path' });

/** RFC 9110, section 13.1.2: by weak comparison. */
function matches(given: string | undefined, etag: string): boolean {
  if (given === undefined) return false;
  return given.split(',').some((each) => {
    const tag = each.trim().replace(/^W\//, '');
    return tag === '*' || tag === etag;
  });
}
