import type { z } from 'zod';
import type { OperationPermission } from './permissions.js';
import { subjects } from './subjects.js';
import type { ServiceName } from './services.js';

/** A published event: its wire name (`service.entity.event.vN`) and the schema of its data. Additive changes only; else a new version and an upcaster. */
export interface EventDefinition<T extends string = string, S extends z.ZodType = z.ZodType> {
  readonly type: T;
  readonly schema: S;
  readonly description: string;
}

export function defineEvent<T extends string, S extends z.ZodType>(
  type: T,
  description: string,
  schema: S,
): EventDefinition<T, S> {
  return { type, schema, description };
}

/** The union of `{ type, data }` that a catalogue of events allows: what `decide` returns and `evolve` takes. */
export type EventOf<C extends { readonly [name: string]: EventDefinition }> = {
  [K in keyof C]: { readonly type: C[K]['type']; readonly data: z.output<C[K]['schema']> };
}[keyof C];

export interface OperationDefinition<I extends z.ZodType = z.ZodType, R = unknown> {
  readonly kind: 'command' | 'query';
  readonly service: ServiceName;
  readonly subject: string;
  /** Stable name of the operation, for commandIds, history and metrics: `scheduler.job.submit.v1`. */
  readonly name: string;
  /** Who may call it. */
  readonly permission: OperationPermission;
  readonly input: I;
  /** Only for the type checker: what a success carries. */
  readonly result?: R;
}

/** Agents have subjects of their own. */
export type UserPermission = Exclude<OperationPermission, 'agent'>;

export type InputOf<O extends OperationDefinition> = z.output<O['input']>;
export type RawInputOf<O extends OperationDefinition> = z.input<O['input']>;
export type ResultOf<O> = O extends OperationDefinition<z.ZodType, infer R> ? R : never;

/** `defineCommand<Result>('runJobs')('scheduler', 'job', 'submit', schema)`: the result's type is given, the input's inferred. */
export const defineCommand =
  <R = null>(permission: UserPermission) =>
  <I extends z.ZodType>(
    service: ServiceName,
    entity: string,
    verb: string,
    input: I,
  ): OperationDefinition<I, R> => ({
    kind: 'command',
    service,
    subject: subjects.command(service, entity, verb),
    name: `${service}.${entity}.${verb}.v1`,
    permission,
    input,
  });

export const defineQuery =
  <R>(permission: UserPermission) =>
  <I extends z.ZodType>(service: ServiceName, view: string, input: I): OperationDefinition<I, R> => ({
    kind: 'query',
    service,
    subject: subjects.query(service, view),
    name: `${service}.${view}.v1`,
    permission,
    input,
  });

/** A request of an agent, on `berth.agent.<hostId>.up.<service>.<verb>.v1`: the host is read from the subject. */
export const defineAgentOperation =
  <R = null>() =>
  <I extends z.ZodType>(service: ServiceName, verb: string, input: I): OperationDefinition<I, R> => ({
    kind: 'command',
    service,
    subject: subjects.agentUp('*', service, verb),
    name: `${service}.agent.${verb}.v1`,
    permission: 'agent',
    input,
  });
