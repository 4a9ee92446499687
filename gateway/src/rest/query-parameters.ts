import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Range } from './page-size.js';

/** One name in the query part of a URL; members of an object are named with dots, as `gpus.count`. */
export interface Leaf {
  readonly name: string;
  /** The variable, and the members within it. */
  readonly path: readonly string[];
  readonly type: GraphQLInputType;
  readonly required: boolean;
  readonly description: string | undefined;
  readonly range?: Range | undefined;
}

interface Named {
  readonly name: string;
  readonly variable: string;
  readonly range?: Range | undefined;
  readonly argument: {
    readonly type: GraphQLInputType;
    readonly description?: string | null | undefined;
    readonly defaultValue?: unknown;
  };
}

/** The names that variables take from a URL. */
export function leavesOf(variables: readonly Named[]): readonly Leaf[] {
  return variables.flatMap(({ name, variable, argument, range }) =>
    leaves(name, [variable], argument.type, argument.description ?? undefined, argument.defaultValue).map(
      (leaf) => (range ? { ...leaf, range } : leaf),
    ),
  );
}

function leaves(
  name: string,
  path: readonly string[],
  type: GraphQLInputType,
  description: string | undefined,
  defaultValue: unknown,
): readonly Leaf[] {
  const nullable = getNullableType(type);
  if (isInputObjectType(nullable))
    return Object.values(nullable.getFields()).flatMap((field) =>
      leaves(
        `${name}.${field.name}`,
        [...path, field.name],
        field.type,
        field.description ?? undefined,
        field.defaultValue,
      ),
    );
  const required = isNonNullType(type) && defaultValue === undefined && path.length === 1;
  return [{ name, path, type, required, description }];
}

export interface Variables {
  [name: string]: unknown;
}

/** Reads the query part of a URL, and refuses by name what is unknown, given twice or no value of its type. */
export function readParameters(
  search: URLSearchParams,
  leavesByName: ReadonlyMap<string, Leaf>,
): Result<Variables, Rejection> {
  const variables: Variables = {};
  for (const name of new Set(search.keys())) {
    const leaf = leavesByName.get(name);
    if (!leaf) return err(unknownParameter(name, [...leavesByName.keys()]));
    const read = coerce(search.getAll(name), leaf.type);
    const value = read.ok && !isWithin(read.value, leaf.range) ? err(mustBeWithin(leaf.range)) : read;
    if (!value.ok) return err(reject('VALIDATION_FAILED', `${name}: ${value.error}`, name));
    put(variables, leaf.path, value.value);
  }
  for (const { name, required } of leavesByName.values())
    if (required && !search.has(name))
      return err(reject('VALIDATION_FAILED', `${name}: is required, in the query part of the URL`, name));
  return ok(variables);
}

const isWithin = (value: unknown, range: Range | undefined): boolean =>
  !range || (Number(value) >= range.min && Number(value) <= range.max);

const mustBeWithin = (range: Range | undefined): string => `must be from ${range?.min} to ${range?.max}`;

const unknownParameter = (name: string, known: readonly string[]): Rejection =>
  reject(
    'VALIDATION_FAILED',
    `${name}: is not known; ${known.length === 0 ? 'this path takes no parameters' : `this path takes ${known.join(', ')}`}`,
    name,
  );

function put(variables: Variables, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    variables[first] = value;
    return;
  }
  put((variables[first] ??= {}) as Variables, rest, value);
}

/** The error says what would be right. */
function coerce(values: readonly string[], type: GraphQLInputType): Result<unknown, string> {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items: unknown[] = [];
    for (const text of values.flatMap((value) => value.split(','))) {
      const item = coerceOne(text, nullable.ofType as GraphQLInputType);
      if (!item.ok) return item;
      items.push(item.value);
    }
    return ok(items);
  }
  const [text = '', ...more] = values;
  return more.length > 0 ? err('must be given once') : coerceOne(text, nullable);
}

function coerceOne(text: string, type: GraphQLInputType): Result<unknown, string> {
  const nullable = getNullableType(type);
  if (isEnumType(nullable)) {
    const names = nullable.getValues().map(({ name }) => name);
    const name = text.toUpperCase();
    return names.includes(name) ? ok(name) : err(`must be one of ${names.join(', ')}`);
  }
  switch (String(nullable)) {
    case 'Int':
      return /^-?\d{1,9}$/.test(text) ? ok(Number(text)) : err('must be a whole number');
    case 'Float':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? ok(Number(text)) : err('must be a number');
    case 'Boolean':
      return text === 'true' || text === 'false' ? ok(text === 'true') : err('must be true or false');
    default:
      return text === '' ? err('must not be empty') : ok(text);
  }
}
