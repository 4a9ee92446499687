import type { IncomingMessage } from 'node:http';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { remoteAddressOf } from '../http/remote-address.js';
import { toTraceparent, type Trace } from '../trace/traceparent.js';

/** Asks auth, for whoever has the token; without one where nobody is logged in yet. */
export type AskAuth = <O extends OperationDefinition>(
  operation: O,
  input: RawInputOf<O>,
  token?: string,
) => Promise<Result<ResultOf<O>, Rejection>>;

/**
 * What auth is asked for one request that is no GraphQL. Without an idempotency key: keys of anonymous callers are not kept
 * apart, and one must not get the code of another.
 */
export const askAuthFor =
  (rpc: Pick<RpcClient, 'call'>, request: IncomingMessage, trace: Trace, trustProxy: boolean): AskAuth =>
  async <O extends OperationDefinition>(operation: O, input: RawInputOf<O>, token?: string) => {
    const reply = await rpc.call(operation.subject, {
      input: input as JsonObject,
      remoteAddress: remoteAddressOf(request, trustProxy),
      traceparent: toTraceparent(trace),
      correlationId: trace.traceId,
      ...defined({ token }),
    });
    return reply.ok ? ok(reply.result as ResultOf<O>) : err(reply.error);
  };
