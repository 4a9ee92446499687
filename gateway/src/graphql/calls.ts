import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import type { ServiceName } from '@berth/contracts/services';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Caller } from './caller.js';
import type { Positions } from './positions.js';

export interface CallsOptions {
  readonly rpc: RpcClient;
  readonly caller: Caller;
  readonly positions: Positions;
  /** The client's `Idempotency-Key`, which makes a repeated mutation harmless. */
  readonly idempotencyKey: string | undefined;
  readonly traceparent: string | undefined;
  readonly correlationId: string;
  readonly remoteAddress: string;
  /** What the client calls itself. */
  readonly userAgent: string | undefined;
}

type Reply<R> = Result<R, Rejection>;

/** Commands and queries of one request, with the caller's token. Queries read the request's own writes. */
export class Calls {
  constructor(private readonly options: CallsOptions) {}

  /**
   * @param info where in the answer the mutation stands: two of one request get keys of their own
   * @param part which one it is, of several commands of one mutation
   */
  async command<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    info: GraphQLResolveInfo,
    part?: string,
  ): Promise<Reply<ResultOf<O>>> {
    const refused = this.#refusal();
    if (refused) return err(refused);
    const { positions, rpc } = this.options;
    const reply = await rpc.call(operation.subject, {
      input: input as JsonObject,
      ...this.#key(info, part),
      ...this.#envelope(),
    });
    if (!reply.ok) return err(reply.error);
    if (reply.position !== undefined) positions.saw(operation.service, reply.position);
    return ok(reply.result as ResultOf<O>);
  }

  /** For commands without a token: register, login, refresh. An expired token is ignored. */
  async openCommand<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    info: GraphQLResolveInfo,
  ): Promise<Reply<ResultOf<O>>> {
    const { positions, rpc, traceparent, correlationId, remoteAddress, userAgent } = this.options;
    const reply = await rpc.call(operation.subject, {
      input: input as JsonObject,
      ...this.#key(info),
      correlationId,
      remoteAddress,
      ...defined({ userAgent, traceparent }),
    });
    if (!reply.ok) return err(reply.error);
    if (reply.position !== undefined) positions.saw(operation.service, reply.position);
    return ok(reply.result as ResultOf<O>);
  }

  async tryQuery<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<Reply<ResultOf<O>>> {
    const refused = this.#refusal();
    if (refused) return err(refused);
    const after = this.options.positions.of(operation.service);
    const request = {
      input: input as JsonObject,
      ...this.#envelope(),
      ...defined({ after }),
    };
    const reply = await this.options.rpc.call(operation.subject, request, options);
    return reply.ok ? ok(reply.result as ResultOf<O>) : err(reply.error);
  }

  /** @throws GraphQLError with the rejection's code, which clients see */
  async query<O extends OperationDefinition>(operation: O, input: RawInputOf<O>): Promise<ResultOf<O>> {
    const reply = await this.tryQuery(operation, input);
    if (!reply.ok) throw toGraphQLError(reply.error);
    return reply.value;
  }

  /** From now on queries see the service's log at least up to this position. */
  saw(service: ServiceName, position: string): void {
    this.options.positions.saw(service, position);
  }

  /** Without a key of the client the service generates one. */
  #key(info: GraphQLResolveInfo, part?: string): { readonly idempotencyKey?: string } {
    const { idempotencyKey } = this.options;
    if (idempotencyKey === undefined) return {};
    return { idempotencyKey: `${idempotencyKey}:${pathOf(info)}${part === undefined ? '' : `.${part}`}` };
  }

  #refusal(): Rejection | undefined {
    const { caller } = this.options;
    if (caller.kind === 'anonymous')
      return reject('UNAUTHENTICATED', 'authentication is required: log in, or send an access token');
    return caller.kind === 'refused' ? caller.rejection : undefined;
  }

  #envelope() {
    const { caller, traceparent, correlationId } = this.options;
    return {
      correlationId,
      ...(caller.kind === 'known' ? { token: caller.token } : {}),
      ...defined({ traceparent }),
    };
  }
}

export function toGraphQLError({ code, message, field, details }: Rejection): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code,
      ...defined({ field, details }),
    },
  });
}

function pathOf(info: GraphQLResolveInfo): string {
  const parts: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) parts.unshift(at.key);
  return parts.join('.');
}
