import type { GraphQLResolveInfo } from 'graphql';
import type { InputFieldBuilder, InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { builder, type BuilderTypes } from './builder.js';
import type { Context } from './context.js';
import { atListIndex, duplicateVariable } from './env-lists.js';
import { resultUnion, toRefusal } from './errors.js';

export interface MutationDefinition<Fields extends InputFieldMap, T extends object> {
  /** As clients write it: `submitJob`. */
  readonly name: string;
  readonly description: string;
  readonly input?: (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => Fields;
  /** Fields that are cleared by null; omitting them leaves them unchanged. */
  readonly clearable?: readonly (keyof Fields & string)[];
  /** `<Name>Success`. */
  readonly success: ObjectRef<BuilderTypes, T>;
  /** Timeout, if it is longer than the default. */
  readonly timeoutMs?: number;
  readonly run: (
    input: WithoutNulls<InputShapeFromFields<Fields>>,
    context: Context,
    info: GraphQLResolveInfo,
    /** Those of the clearable fields that were given as null. */
    cleared: { readonly [field: string]: null },
  ) => Promise<Result<T, Rejection>>;
}

/** An input without its nulls: except for clearable fields, null means the same as an omitted field. */
export type WithoutNulls<T> = T extends readonly (infer Item)[]
  ? WithoutNulls<Item>[]
  : T extends object
    ? { [K in keyof T]: WithoutNulls<Exclude<T[K], null>> }
    : T;

/** A mutation as they all are: one `input`, and a union of its success with the refusals. */
export function defineMutation<T extends object, Fields extends InputFieldMap = Record<never, never>>(
  definition: MutationDefinition<Fields, T>,
): void {
  const { name, description, run, input: fields, success, clearable = [], timeoutMs } = definition;
  const Name = capital(name);
  const result = resultUnion(Name, success);
  const inputType =
    fields &&
    builder.inputType(`${Name}Input`, { description: `Input of \`${name}\`.`, fields: fields as never });
  builder.mutationField(
    name,
    (t) =>
      t.field({
        type: result,
        description,
        ...(timeoutMs === undefined ? {} : { extensions: { timeoutMs } }),
        args: (inputType
          ? {
              input: t.arg({
                type: inputType as never,
                required: true,
                description: 'Input of the mutation.',
              }),
            }
          : {}) as never,
        resolve: async (
          _root: unknown,
          args: { readonly input?: object },
          context: Context,
          info: GraphQLResolveInfo,
        ) => {
          const input = args.input ?? {};
          const cleared = Object.fromEntries(
            Object.entries(input).filter(
              ([field, value]) => value === null && clearable.includes(field as never),
            ),
          ) as { readonly [field: string]: null };
          const twice = duplicateVariable(input);
          if (twice) return toRefusal(twice);
          const outcome = await run(withoutNulls(input) as never, context, info, cleared);
          return outcome.ok ? outcome.value : toRefusal(atListIndex(input, outcome.error));
        },
      } as never) as never,
  );
}

/** A success with one field, which is what most of them are. */
export function successOf<T>(
  mutation: string,
  field: string,
  type: ObjectRef<BuilderTypes, T>,
  description: string,
) {
  return builder.objectRef<{ readonly value: T }>(`${capital(mutation)}Success`).implement({
    description: `\`${mutation}\` succeeded.`,
    fields: (t) => ({
      [field]: t.field({ type: type as never, description, resolve: (done) => done.value as never }),
    }),
  });
}

/** A success without further data. */
export function doneOf(mutation: string) {
  return builder.objectRef<{ readonly done: true }>(`${capital(mutation)}Success`).implement({
    description: `\`${mutation}\` succeeded.`,
    fields: (t) => ({ done: t.exposeBoolean('done', { description: 'Always true.' }) }),
  });
}

export const asValue = <T>(result: Result<T, Rejection>): Result<{ readonly value: T }, Rejection> =>
  result.ok ? ok({ value: result.value }) : result;
export const asDone = (result: Result<unknown, Rejection>): Result<{ readonly done: true }, Rejection> =>
  result.ok ? ok({ done: true }) : result;

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

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}
