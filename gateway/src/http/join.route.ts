import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { JoinAnswer } from '@berth/contracts/agent/join';
import type { ResultOf } from '@berth/contracts/define';
import { credentialsQuery, join } from '@berth/contracts/inventory/operations';
import type { RpcRequest } from '@berth/bus/rpc-messages';
import { idFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { ok, type Result } from '@berth/kernel/result';
import { parseInput } from '@berth/service-host/admission';
import type { RateLimits } from '../limits/rate-limits.js';
import { toTraceparent, type Trace } from '../trace/traceparent.js';
import { parseJsonBody, readBody } from './body.js';
import { sendProblem, sendRejection } from './problem.js';
import { remoteAddressOf } from './remote-address.js';

const MAX_BODY_BYTES = 16_384;

export interface JoinRouteOptions {
  readonly rpc: Pick<RpcClient, 'call'>;
  readonly rateLimits: RateLimits;
  readonly trustProxy: boolean;
  /** Where agents find the bus; several addresses by commas. */
  readonly natsUrl: string;
}

/**
 * `POST /join`: an agent exchanges a join token for bus credentials; the token is the only credential. Without one a
 * host that has joined gets new credentials, which are useless without its key.
 */
export const joinRoute =
  ({ rpc, natsUrl, rateLimits, trustProxy }: JoinRouteOptions) =>
  async (request: IncomingMessage, response: ServerResponse, trace: Trace): Promise<void> => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return sendProblem(response, 405, { title: 'METHOD_NOT_ALLOWED', detail: 'the method must be POST' });
    }
    const limited = rateLimits.refusal({ kind: 'anonymous' }, remoteAddressOf(request, trustProxy));
    if (limited) return sendRejection(response, limited, trace.traceId);
    const body = await readBody(request, MAX_BODY_BYTES);
    if (!body.ok) {
      const { status, rejection } = body.error;
      return sendProblem(response, status, {
        title: rejection.code,
        detail: rejection.message,
        field: 'body',
      });
    }
    const parsed = parseJsonBody(body.value);
    if (!parsed.ok) return sendRejection(response, parsed.error, trace.traceId);
    const asked = callFor(parsed.value);
    if (!asked.ok) return sendRejection(response, asked.error, trace.traceId);
    const { subject, request: call } = asked.value;
    const reply = await rpc.call(subject, {
      ...call,
      traceparent: toTraceparent(trace),
      correlationId: trace.traceId,
    });
    if (!reply.ok) return sendRejection(response, reply.error, trace.traceId);
    const answer: JoinAnswer = { ...(reply.result as ResultOf<typeof join>), natsUrl };
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(answer));
  };

/** With a token a host joins; without one, one that has joined gets new credentials. */
function callFor(
  body: unknown,
): Result<{ readonly subject: string; readonly request: RpcRequest }, Rejection> {
  if (typeof body === 'object' && body !== null && 'publicKey' in body && !('token' in body)) {
    const input = parseInput(credentialsQuery.input, { publicKey: body.publicKey });
    return input.ok ? ok({ subject: credentialsQuery.subject, request: { input: input.value } }) : input;
  }
  const input = parseInput(join.input, body);
  if (!input.ok) return input;
  const { token, publicKey } = input.value;
  // An agent that lost the response repeats the request with the same key pair and stays the same host.
  const idempotencyKey = idFromName('join', token, publicKey);
  return ok({ subject: join.subject, request: { input: input.value, idempotencyKey } });
}
