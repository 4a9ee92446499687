import type { IncomingMessage } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import { Calls } from '../graphql/calls.js';
import type { Caller } from '../graphql/caller.js';
import type { Context } from '../graphql/context.js';
import { Loaders } from '../graphql/loaders.js';
import { Positions } from '../graphql/positions.js';
import type { Live } from '../live/live.js';
import { toTraceparent, type Trace } from '../trace/traceparent.js';
import { cookieOf } from './cookies.js';

/** What all requests share. */
export interface Platform {
  readonly rpc: RpcClient;
  readonly live: Live;
}

/** A request as the resolvers see it, and the positions that the answer tells the client. */
export interface OpenedRequest {
  readonly context: Context;
  readonly positions: Positions;
}

export const BERTH_AFTER = 'berth-after';

export function openRequest(
  { rpc, live }: Platform,
  request: IncomingMessage,
  caller: Caller,
  remoteAddress: string,
  trace: Trace,
): OpenedRequest {
  const { headers } = request;
  const positions = Positions.parse(header(headers[BERTH_AFTER]) ?? cookieOf(headers.cookie, BERTH_AFTER));
  const calls = new Calls({
    rpc,
    caller,
    positions,
    idempotencyKey: header(headers['idempotency-key']),
    traceparent: toTraceparent(trace),
    correlationId: header(headers['x-correlation-id']) ?? trace.traceId,
  });
  const { traceId } = trace;
  const loaders = new Loaders(calls);
  return { context: { caller, remoteAddress, calls, loaders, live, traceId, signal: NEVER }, positions };
}

const NEVER = new AbortController().signal;

const header = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
