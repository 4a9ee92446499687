import { builder, type BuilderTypes } from './builder.js';
import { useEnum } from './derived-input.js';

interface EnumOptions<V extends string> {
  readonly description: string;
  /** The words that services use. */
  readonly values: readonly V[];
  /** What a value means, where its name does not say it. */
  readonly valueDescriptions?: { readonly [value in V]?: string };
}

/** `timedOut` is `TIMED_OUT` in the schema. */
export const toEnumName = (value: string): string =>
  value
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();

/** An enum with the names that GraphQL clients expect, UPPER_CASE, for the words that services use. */
export function enumOf<const V extends string>(
  name: string,
  { description, values, valueDescriptions = {} }: EnumOptions<V>,
): PothosSchemaTypes.EnumRef<BuilderTypes, V> {
  const texts: { readonly [value in V]?: string } = valueDescriptions;
  const type = builder.enumType(name, {
    description,
    values: Object.fromEntries(
      values.map((value) => [toEnumName(value), { value, description: texts[value] }]),
    ),
  }) as PothosSchemaTypes.EnumRef<BuilderTypes, V>;
  useEnum(values, type);
  return type;
}
