import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { JoinAnswer } from '@berth/contracts/agent/join';
import type { ResultOf } from '@berth/contracts/define';
import { join } from '@berth/contracts/inventory/operations';
import { idFromName } from '@berth/kernel/ids';
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

/** `POST /join`: a host's agent trades a join token for its place on the bus. The token is the only credential. */
export const joinRoute =
  ({ rpc, natsUrl, rateLimits, trustProxy }: JoinRouteOptions) =>
  async (request: IncomingMessage, response: ServerResponse, trace: Trace): Promise<void> => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return sendProblem(response, 405, { title: 'METHOD_NOT_ALLOWED', detail: 'only POST' });
    }
    const limited = rateLimits.refusal({ kind: 'nobody' }, remoteAddressOf(request, trustProxy));
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
    const input = parseInput(join.input, parsed.value);
    if (!input.ok) return sendRejection(response, input.error, trace.traceId);
    const { token, publicKey } = input.value;
    const reply = await rpc.call(join.subject, {
      input: input.value,
      // An agent whose answer was lost asks again with the same key pair, and is the same host.
      idempotencyKey: idFromName('join', token, publicKey),
      traceparent: toTraceparent(trace),
      correlationId: trace.traceId,
    });
    if (!reply.ok) return sendRejection(response, reply.error, trace.traceId);
    const { hostId, jwt } = reply.result as ResultOf<typeof join>;
    const answer: JoinAnswer = { hostId, jwt, natsUrl };
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(answer));
  };
