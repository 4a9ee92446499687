import type { IncomingMessage } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import { Calls } from '../graphql/calls.js';
import type { Caller } from '../graphql/caller.js';
import type { Context } from '../graphql/context.js';
import { Loaders } from '../graphql/loaders.js';
import { Positions } from '../graphql/positions.js';
import type { Live } from '../live/live.js';
import { cookieOf } from './cookies.js';
import type { BadRequest } from './http-request.js';

/** What all requests share. */
export interface Platform {
  readonly rpc: RpcClient;
  readonly live: Live;
  /** Where clients find the gateway; where it is not said, it is where they asked. */
  readonly publicUrl: string | undefined;
}

/** A request as the resolvers see it, and the positions that the answer tells the client. */
export interface OpenedRequest {
  readonly context: Context;
  readonly positions: Positions;
}

export const BERTH_AFTER = 'berth-after';

export interface RequestFacts {
  readonly request: IncomingMessage;
  readonly caller: Caller;
  readonly remoteAddress: string;
  readonly traceId: string;
  /** That calls of services go under. */
  readonly traceparent: string;
}

export function openRequest(
  { rpc, live, publicUrl }: Platform,
  { request, caller, remoteAddress, traceId, traceparent }: RequestFacts,
): OpenedRequest {
  const { headers } = request;
  const positions = Positions.parse(header(headers[BERTH_AFTER]) ?? cookieOf(headers.cookie, BERTH_AFTER));
  const calls = new Calls({
    rpc,
    caller,
    positions,
    idempotencyKey: header(headers['idempotency-key']),
    traceparent,
    correlationId: correlationIdOf(headers[CORRELATION_ID]) ?? traceId,
    remoteAddress,
  });
  const loaders = new Loaders(calls);
  const baseUrl = (publicUrl ?? askedAt(request)).replace(/\/+$/, '');
  const watching = new Set<() => void>();
  const whenGone = (act: () => void) => {
    const once = (): void => {
      stop();
      act();
    };
    const stop = (): void => {
      watching.delete(once);
      request.socket.off('close', once);
    };
    watching.add(once);
    request.socket.on('close', once);
    return stop;
  };
  const giveUp = (): void => {
    for (const act of watching) act();
  };
  const context = { caller, calls, loaders, live, baseUrl, traceId, whenGone, giveUp, signal: NEVER };
  return { context, positions };
}

const HOST = /^[\w.-]{1,255}(:\d{1,5})?$|^\[[\da-fA-F:]{2,45}\](:\d{1,5})?$/;

/** The address that a client used, told to nobody but the client. Empty where it is none. */
function askedAt({ headers: { host = '' } }: IncomingMessage): string {
  return HOST.test(host) ? `http://${host}` : '';
}

/** What is no key would make a repeat harmful: better refused than passed over. */
export function idempotencyKeyProblem({ headers }: IncomingMessage): BadRequest | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key))) return undefined;
  const message = 'Idempotency-Key: must have 1 to 200 visible ASCII characters';
  return { status: 400, code: 'BAD_REQUEST', message, field: 'Idempotency-Key' };
}

const CORRELATION_ID = 'x-correlation-id';

const correlationIdOf = (given: string | string[] | undefined): string | undefined =>
  typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : undefined;

const NEVER = new AbortController().signal;

const header = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
