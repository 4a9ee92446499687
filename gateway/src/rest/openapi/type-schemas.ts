import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { isReference, isSuccess, referenceFields, selectedFields } from '../selection.js';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Why the refresh token may not be there. */
export const IN_COOKIE = 'Not there with `Berth-Session: cookie`.';

/** What a log-in answers in the body or in a cookie, as the client wants it. */
const isInCookie = (owner: { readonly name: string }, field: string): boolean =>
  isSuccess(owner) && field === 'refreshToken';

const withSentence = (text: string | null | undefined, sentence: string | undefined) =>
  sentence === undefined ? text : [text, sentence].filter(Boolean).join(' ');

const SCALARS: { readonly [name: string]: JsonSchema } = {
  ID: { type: 'string', minLength: 1 },
  String: { type: 'string' },
  Int: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
  Micros: { type: 'integer' },
  JSON: {},
};

/** JSON Schemas (2020-12) of what the REST API takes and gives, each named type once. */
export class TypeSchemas {
  readonly #components = new Map<string, JsonSchema>();

  get components(): { readonly [name: string]: JsonSchema } {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Of a value that is answered. */
  output(
    type: GraphQLOutputType,
    options: { readonly inList?: boolean; readonly whole?: boolean } = {},
  ): JsonSchema {
    const nullable = getNullableType(type);
    const schema = isListType(nullable)
      ? { type: 'array', items: this.output(nullable.ofType as GraphQLOutputType, options) }
      : this.#named(nullable as GraphQLOutputType, options);
    return isNonNullType(type) ? schema : orNull(schema);
  }

  /** Of a value that is given. */
  input(type: GraphQLInputType, description?: string | null): JsonSchema {
    const nullable = getNullableType(type);
    const schema = isListType(nullable)
      ? { type: 'array', items: this.input(nullable.ofType as GraphQLInputType) }
      : this.#inputNamed(nullable);
    return described(isNonNullType(type) ? schema : orNull(schema), description);
  }

  /**
   * Of the body of a mutation: its input without what the path gives.
   * @param optional members that may be left out, whatever the input says, and why
   */
  body(
    input: GraphQLInputObjectType,
    without: ReadonlySet<string>,
    optional: { readonly [name: string]: string } = {},
  ): JsonSchema {
    const fields = Object.values(input.getFields()).filter(({ name }) => !without.has(name));
    return this.#object(
      fields.map((field) => ({
        name: field.name,
        required:
          isNonNullType(field.type) && field.defaultValue === undefined && optional[field.name] === undefined,
        schema: this.input(field.type, withSentence(field.description, optional[field.name])),
      })),
      input.description,
      false,
    );
  }

  /** Of an enum's values or another scalar, as they stand in a URL. */
  parameter(type: GraphQLInputType): JsonSchema {
    const nullable = getNullableType(type);
    if (isListType(nullable))
      return { type: 'array', items: this.parameter(nullable.ofType as GraphQLInputType), minItems: 1 };
    return this.#inputNamed(nullable);
  }

  #named(
    type: GraphQLOutputType,
    { inList = false, whole = false }: { inList?: boolean; whole?: boolean },
  ): JsonSchema {
    if (isEnumType(type))
      return this.#enum(
        type.name,
        type.description,
        type.getValues().map(({ name }) => name),
      );
    if (!isCompositeType(type)) return SCALARS[getNamedType(type).name] ?? {};
    if (isUnionType(type)) return { anyOf: type.getTypes().map((member) => this.#named(member, { inList })) };
    if (isReference(type) && !whole)
      return this.#component(`${type.name}Reference`, () =>
        this.#fields(
          type,
          referenceFields(type),
          inList,
          `What a ${type.name} is named by within another object.`,
        ),
      );
    const name = inList ? this.#listName(type as GraphQLObjectType) : type.name;
    return this.#component(name, () =>
      this.#fields(
        type as GraphQLObjectType,
        selectedFields(type as GraphQLObjectType, [], inList),
        inList,
        type.description,
        isInterfaceType(type),
      ),
    );
  }

  /** A list leaves out what grows with an object's past; most objects have nothing of the kind. */
  #listName(type: GraphQLObjectType): string {
    const differs = selectedFields(type, [], true).length !== selectedFields(type, [], false).length;
    return differs ? `${type.name}InList` : type.name;
  }

  #fields(
    owner: GraphQLObjectType,
    fields: readonly {
      readonly name: string;
      readonly type: GraphQLOutputType;
      readonly description?: string | null | undefined;
    }[],
    inList: boolean,
    description: string | null | undefined,
    hasTypename = false,
  ): JsonSchema {
    const members = fields.map((field) => ({
      name: field.name,
      required: !isInCookie(owner, field.name),
      schema: described(
        this.output(field.type, { inList, whole: isSuccess(owner) }),
        withSentence(field.description, isInCookie(owner, field.name) ? IN_COOKIE : undefined),
      ),
    }));
    if (hasTypename) members.unshift({ name: '__typename', required: true, schema: { type: 'string' } });
    return this.#object(members, description, true);
  }

  #object(
    members: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[],
    description: string | null | undefined,
    open: boolean,
  ): JsonSchema {
    const required = members.filter((member) => member.required).map(({ name }) => name);
    return {
      type: 'object',
      ...(description ? { description } : {}),
      properties: Object.fromEntries(members.map(({ name, schema }) => [name, schema])),
      ...(required.length > 0 ? { required } : {}),
      // Answers may get members; what is sent may not have unknown ones.
      ...(open ? {} : { additionalProperties: false }),
    };
  }

  #inputNamed(type: GraphQLInputType): JsonSchema {
    if (isEnumType(type))
      return this.#enum(
        type.name,
        type.description,
        type.getValues().map(({ name }) => name),
      );
    if (isInputObjectType(type)) return this.#component(type.name, () => this.body(type, new Set()));
    return SCALARS[getNamedType(type).name] ?? {};
  }

  #enum(name: string, description: string | null | undefined, values: readonly string[]): JsonSchema {
    return this.#component(name, () => described({ type: 'string', enum: values }, description));
  }

  /** Named at once, since types may contain themselves. */
  #component(name: string, make: () => JsonSchema): JsonSchema {
    if (!this.#components.has(name)) {
      this.#components.set(name, {});
      this.#components.set(name, make());
    }
    return { $ref: `#/components/schemas/${name}` };
  }
}

export const orNull = (schema: JsonSchema): JsonSchema => {
  const { type } = schema;
  if (Object.keys(schema).length === 0) return schema;
  return typeof type === 'string' && schema['enum'] === undefined
    ? { ...schema, type: [type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
};

export const described = (schema: JsonSchema, description: string | null | undefined): JsonSchema =>
  description ? { ...schema, description } : schema;

export const isObject = isObjectType;
