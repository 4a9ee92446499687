import type { GraphQLResolveInfo } from 'graphql';
import type { ObjectRef } from '@pothos/core';
import type { z } from 'zod';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import type { Rejection } from '@berth/kernel/rejection';
import { err, type Result } from '@berth/kernel/result';
import { builder, type BuilderTypes } from './builder.js';
import type { Context } from './context.js';
import { deriveFields, inputReader, type FieldTexts } from './derived-input.js';
import { atListIndex, duplicateVariable } from './env-lists.js';
import { resultUnion, toRefusal } from './errors.js';

/** What a mutation answers where it succeeds: its type, `<Name>Success`, and how that is made of the result. */
export interface Success<R> {
  readonly type: ObjectRef<BuilderTypes, object>;
  readonly of: (result: R) => object;
}

/** An input as the client wrote it. */
export type GivenInput = { readonly [field: string]: unknown };

interface Definition {
  /** As clients write it: `submitJob`. */
  readonly name: string;
  readonly description: string;
  /** Timeout, if it is longer than the default. */
  readonly timeoutMs?: number;
}

export interface MutationDefinition<S extends z.ZodObject, R> extends Definition {
  /** The shape of its input, from which the fields are derived. */
  readonly schema: S;
  readonly input: FieldTexts<S>;
  readonly success: Success<R>;
  readonly run: (
    input: z.input<S>,
    context: Context,
    info: GraphQLResolveInfo,
    /** As the client wrote it. */
    given: GivenInput,
  ) => Promise<Result<R, Rejection>>;
}

export type Command = OperationDefinition<z.ZodObject>;

/** A mutation that is one command of a service. */
export interface CommandMutation<O extends Command, R = ResultOf<O>> extends Definition {
  readonly operation: O;
  readonly input: FieldTexts<O['input']>;
  readonly success: Success<R>;
  /** Instead of the command alone. */
  readonly run?: MutationDefinition<O['input'], R>['run'];
}

export function defineCommandMutation<O extends Command>(definition: CommandMutation<O>): void {
  const { operation, run, ...rest } = definition;
  defineMutation<O['input'], ResultOf<O>>({
    ...rest,
    schema: operation.input,
    run:
      run ?? ((input, { calls }, info) => calls.command(operation, input as unknown as RawInputOf<O>, info)),
  });
}

/** A mutation as they all are: one `input`, and a union of its success with the refusals. */
export function defineMutation<S extends z.ZodObject, R>(definition: MutationDefinition<S, R>): void {
  const { name, description, schema, input: texts, run, success, timeoutMs } = definition;
  const Name = capital(name);
  const result = resultUnion(Name, success.type);
  const type = builder.inputType(`${Name}Input`, {
    description: `Input of \`${name}\`.`,
    fields: (t) => deriveFields(t, schema, texts),
  });
  const read = inputReader(schema, texts) as (given: object) => z.input<S>;
  builder.mutationField(name, (t) =>
    t.field({
      type: result,
      description,
      extensions: { timeoutMs },
      args: { input: t.arg({ type, required: true, description: 'Input of the mutation.' }) },
      resolve: async (_root, { input }, context, info) => {
        const twice = duplicateVariable(input);
        if (twice) return toRefusal(twice);
        const outcome = await run(read(input), context, info, input);
        return outcome.ok ? success.of(outcome.value) : toRefusal(atListIndex(input, outcome.error));
      },
    }),
  );
}

/** A success with one field, which is what most of them are. */
export function successOf<T>(
  mutation: string,
  field: string,
  type: ObjectRef<BuilderTypes, T>,
  description: string,
): Success<T> {
  return {
    type: builder.objectRef<{ readonly value: T }>(`${capital(mutation)}Success`).implement({
      description: `\`${mutation}\` succeeded.`,
      fields: (t) => ({
        [field]: t.field({ type: type as never, description, resolve: (done) => done.value as never }),
      }),
    }),
    of: (value) => ({ value }),
  };
}

/** A success without further data. */
export function doneOf(mutation: string): Success<unknown> {
  return {
    type: builder.objectRef<object>(`${capital(mutation)}Success`).implement({
      description: `\`${mutation}\` succeeded.`,
      fields: (t) => ({ done: t.boolean({ description: 'Always true.', resolve: () => true }) }),
    }),
    of: () => ({}),
  };
}

/** A success whose fields are those of the result. */
export const asSuccess = <T extends object>(type: ObjectRef<BuilderTypes, T>): Success<T> => ({
  type: type as ObjectRef<BuilderTypes, object>,
  of: (result) => result,
});

/** A success whose fields are made of a list, which is the result. */
export const listSuccess = <T>(
  type: ObjectRef<BuilderTypes, { readonly value: readonly T[] }>,
): Success<readonly T[]> => ({ type: type as ObjectRef<BuilderTypes, object>, of: (value) => ({ value }) });

/** Translates field names of the service into those of the GraphQL input. */
export function withClientFieldNames<T>(
  result: Result<T, Rejection>,
  names: { readonly [serviceName: string]: string },
): Result<T, Rejection> {
  if (result.ok || result.error.field === undefined) return result;
  const { field, message } = result.error;
  const own = field
    .split('.')
    .map((part) => names[part] ?? part)
    .join('.');
  const said = message.startsWith(`${field}:`) ? `${own}${message.slice(field.length)}` : message;
  return err({ ...result.error, field: own, message: said });
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
