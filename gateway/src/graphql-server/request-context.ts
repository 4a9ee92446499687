import type { RpcClient } from '@berth/bus/rpc-client';
import { Calls } from '../graphql/calls.js';
import type { Context } from '../graphql/context.js';
import { Loaders } from '../graphql/loaders.js';
import { baseUrlOf } from '../http/base-url.js';
import type { Live } from '../live/live.js';
import type { Exchange } from './exchange.js';

/** What all requests share. */
export interface Platform {
  readonly rpc: RpcClient;
  readonly live: Live;
  /** Where clients find the gateway; where it is not said, it is where they asked. */
  readonly publicUrl: string | undefined;
}

/** A request as the resolvers see it. */
export function contextOf({ rpc, live, publicUrl }: Platform, exchange: Exchange): Context {
  const { caller, incoming: request, positions, remoteAddress, traceId, traceparent } = exchange;
  const calls = new Calls({
    rpc,
    caller,
    positions,
    idempotencyKey: exchange.header('idempotency-key'),
    traceparent,
    correlationId: correlationIdOf(request.headers[CORRELATION_ID]) ?? traceId,
    remoteAddress,
    userAgent: exchange.header('user-agent')?.slice(0, MAX_USER_AGENT),
  });
  const loaders = new Loaders(calls);
  const baseUrl = baseUrlOf(request, publicUrl);
  const watching = new Set<() => void>();
  const onDisconnect = (act: () => void) => {
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
  return { caller, calls, loaders, live, baseUrl, traceId, onDisconnect, giveUp, signal: NEVER };
}

/** Some programs say more of themselves than helps to know them again. */
const MAX_USER_AGENT = 200;
const CORRELATION_ID = 'x-correlation-id';

const correlationIdOf = (given: string | string[] | undefined): string | undefined =>
  typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : undefined;

const NEVER = new AbortController().signal;
