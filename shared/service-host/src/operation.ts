import { MessagePattern } from '@nestjs/microservices';
import type { Identity } from '@berth/bus/identity';
import type { OperationDefinition } from '@berth/contracts/define';
import type { Position } from '@berth/event-store';
import { RejectedError, type Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import type { CommandMeta } from './command-meta.js';

export type { Identity } from '@berth/bus/identity';

/** What a controller's method gets. `identity` is there unless the operation is open to anyone or to agents. */
export interface Call<I, Who = Identity> {
  readonly input: I;
  readonly identity: Who;
  readonly meta: CommandMeta;
  /** Where the caller is, as the gateway saw it. */
  readonly remoteAddress?: string | undefined;
  /** What the caller's program calls itself, as the gateway saw it. */
  readonly userAgent?: string | undefined;
}

export type UserCall<I> = Call<I>;
export type OpenCall<I> = Call<I, Identity | undefined>;
export interface AgentCall<I> extends Call<I, undefined> {
  readonly hostId: string;
  /** By the clock of the host, which may be any; absent where the agent does not say. */
  readonly sentAt?: string;
}

export interface Answer<R> {
  readonly result: R;
  /** The position of the change in the service's log: readers may wait for it. */
  readonly position?: Position;
}

export type Reply<R> = Promise<Result<Answer<R>, Rejection>>;

export interface OperationExtras {
  readonly definition: OperationDefinition;
}

/**
 * Binds a controller's method to an operation of the contracts. The input arrives parsed, the caller verified, and
 * admitted by the permission that the operation names.
 */
export function Operation(definition: OperationDefinition) {
  const extras: OperationExtras = { definition };
  return <C, R>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<(call: C) => Promise<R>>,
  ): void => {
    const method = descriptor.value;
    if (!method) throw new Error(`@Operation(${definition.name}) belongs on a method`);
    descriptor.value = async function (this: unknown, call: C) {
      try {
        return await method.call(this, call);
      } catch (error) {
        if (error instanceof RejectedError) return { ok: false, error: error.rejection } as R;
        throw error;
      }
    };
    MessagePattern(definition.subject, { operation: extras })(target, key, descriptor);
  };
}

/** Takes the value of a result, or ends the call with its rejection. */
export function orReject<T>(result: Result<T, Rejection>): T {
  if (!result.ok) throw new RejectedError(result.error);
  return result.value;
}
