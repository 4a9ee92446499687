import type { InputFieldBuilder, InputFieldMap, InputRef, InputType } from '@pothos/core';
import type { z } from 'zod';
import { id, nameOrId } from '@berth/contracts/fields';
import { builder, type BuilderTypes } from './builder.js';
import { toPlainId } from './ids.js';
import { baseOf, derivedFrom } from './zod-shapes.js';

type Type = InputType<BuilderTypes>;

/** A field whose type is not that of the service, or not the only one of that shape. */
export interface OwnField {
  readonly description: string;
  /** `[T]` for a list. */
  readonly type: Type | readonly [Type];
  /** What the service takes for it; as it is given if left out. */
  readonly toService?: (given: never) => unknown;
}

/** A description of each field that a service takes, no more and no less. */
export type FieldTexts<S extends z.ZodObject> = {
  readonly [field in keyof z.input<S>]-?: string | OwnField;
};

interface DerivedType {
  readonly type: InputRef<unknown> | readonly [InputRef<unknown>];
  readonly toService: (given: unknown) => unknown;
}

/** By the schema of what a service takes. */
const types = new Map<z.ZodType, DerivedType>();
const enums = new Map<string, Type | 'ambiguous'>();

/** From now on what a service takes as one of these words has this type. */
export function useEnum(values: readonly string[], type: Type): void {
  const key = values.join('|');
  enums.set(key, enums.has(key) ? 'ambiguous' : type);
}

/** From now on what a service takes by this schema has this type. */
export function useType(
  schema: z.ZodType,
  type: Type | readonly [Type],
  toService: DerivedType['toService'],
): void {
  types.set(schema, { type: type as DerivedType['type'], toService });
}

/** An input type with the fields that a service takes, for this schema wherever it stands in another. */
export function deriveInputType<S extends z.ZodObject>(
  schema: S,
  { name, description, fields }: { name: string; description: string; fields: FieldTexts<S> },
): DerivedType & { readonly type: InputRef<z.input<S>> } {
  const toService = inputReader(schema, fields);
  const type = builder.inputType(name, { description, fields: (t) => deriveFields(t, schema, fields) });
  const derived = { type: type as unknown as InputRef<z.input<S>>, toService };
  if (!types.has(schema)) types.set(schema, derived);
  return derived;
}

/** Fields of a Pothos input type: as a service takes them, with what clients are told of each. */
export function deriveFields(
  t: InputFieldBuilder<BuilderTypes, 'InputObject'>,
  schema: z.ZodObject,
  texts: { readonly [field: string]: string | OwnField },
): InputFieldMap {
  return Object.fromEntries(
    Object.entries(schema.shape as { readonly [field: string]: z.ZodType }).map(([field, member]) => {
      const own = texts[field];
      if (own === undefined) throw new Error(`input field ${field} has no description`);
      const { isNullable, isOptional } = baseOf(member);
      // GraphQL has no field that must be given and may be null
      if (isNullable && !isOptional)
        throw new Error(`input field ${field}: what null clears may be left out; make it optional too`);
      const given = typeof own === 'string' ? { description: own, type: typeOf(member, field) } : own;
      return [
        field,
        t.field({
          type: given.type as Type,
          description: given.description,
          required: !isOptional,
        }),
      ];
    }),
  );
}

/**
 * What turns a client's input into what the service takes: ids of nodes into plain ones, and null, except where the
 * service takes it, into a field left out.
 */
export function inputReader(
  schema: z.ZodObject,
  texts: { readonly [field: string]: string | OwnField },
): (given: unknown) => { readonly [field: string]: unknown } {
  const readers = Object.entries(schema.shape as { readonly [field: string]: z.ZodType }).map(
    ([field, member]) => {
      const own = texts[field];
      const read =
        typeof own === 'object' && own.toService ? (own.toService as (given: unknown) => unknown) : undefined;
      return { field, read: read ?? readerOf(member), keepsNull: baseOf(member).isNullable };
    },
  );
  return (given) => {
    const input = given as { readonly [field: string]: unknown };
    const taken: { [field: string]: unknown } = {};
    for (const { field, read, keepsNull } of readers) {
      const value = input[field];
      if (value != null) taken[field] = read(value);
      else if (value === null && keepsNull) taken[field] = null;
    }
    return taken;
  };
}

function typeOf(schema: z.ZodType, field: string): Type | readonly [Type] {
  const { schema: base } = baseOf(schema);
  const { type } = base._zod.def;
  const known = types.get(base);
  if (known) return known.type as Type;
  if (derivedFrom(base, id)) return 'ID';
  if (type === 'array') return [typeOf((base as z.ZodArray<z.ZodType>).element, field) as Type];
  if (type === 'enum') return enumTypeOf(base as z.ZodEnum, field);
  if (type === 'boolean') return 'Boolean';
  if (type === 'number') return isInt32(base as z.ZodNumber) ? 'Int' : 'Float';
  if (type === 'string') return isInstant(base) ? 'DateTime' : 'String';
  if (type === 'record') return 'JSON';
  throw new Error(`input field ${field}: nothing is known of the type of a ${type}; derive or give one`);
}

function readerOf(schema: z.ZodType): (given: unknown) => unknown {
  const { schema: base } = baseOf(schema);
  if (derivedFrom(base, id) || derivedFrom(base, nameOrId)) return (given) => toPlainId(String(given));
  if (base._zod.def.type === 'array') {
    const read = readerOf((base as z.ZodArray<z.ZodType>).element);
    return (given) => (given as readonly unknown[]).map(read);
  }
  return types.get(base)?.toService ?? ((given) => given);
}

function enumTypeOf(schema: z.ZodEnum, field: string): Type {
  const words = schema.options.join('|');
  const type = enums.get(words);
  if (type === undefined || type === 'ambiguous')
    throw new Error(`input field ${field}: ${type ?? 'unknown'} enum of ${words}; give its type`);
  return type;
}

const MAX_INT32 = 2 ** 31 - 1;
const isInt32 = (schema: z.ZodNumber): boolean => schema.isInt && (schema.maxValue ?? Infinity) <= MAX_INT32;
const isInstant = (schema: z.ZodType): boolean =>
  'format' in schema._zod.def && schema._zod.def.format === 'datetime';
