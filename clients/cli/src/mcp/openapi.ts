/** What of an OpenAPI document tools are made of. */
export interface OpenApi {
  readonly info: { readonly version: string };
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: {
    readonly schemas: { readonly [name: string]: Schema };
    readonly parameters?: { readonly [name: string]: Parameter };
  };
}

export interface Operation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly description?: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly content: { readonly [type: string]: { readonly schema: Schema } } };
  readonly responses: {
    readonly [status: string]: { readonly content?: { readonly [type: string]: unknown } };
  };
  readonly security?: readonly unknown[];
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Reference {
  readonly $ref: string;
}

export interface Schema {
  readonly [keyword: string]: unknown;
}

const SCHEMAS = '#/components/schemas/';

export function parametersOf(document: OpenApi, operation: Operation): readonly Parameter[] {
  return (operation.parameters ?? []).flatMap((each) => {
    if (!('$ref' in each)) return [each];
    const known = document.components.parameters?.[each.$ref.split('/').at(-1) ?? ''];
    return known ? [known] : [];
  });
}

/** The object itself, where a schema is a reference to one. */
export function dereferenced(document: OpenApi, schema: Schema): Schema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  return dereferenced(document, document.components.schemas[$ref.slice(SCHEMAS.length)] ?? {});
}

/** The same schema with what it refers to in `$defs`, so that it stands by itself. */
export function selfContained(document: OpenApi, schema: Schema): Schema {
  const defs = new Map<string, unknown>();
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        if (key !== '$ref' || typeof member !== 'string') return [key, copy(member)];
        const name = member.slice(SCHEMAS.length);
        if (!defs.has(name)) {
          defs.set(name, undefined);
          defs.set(name, copy(document.components.schemas[name] ?? {}));
        }
        return [key, `#/$defs/${name}`];
      }),
    );
  };
  const own = copy(schema) as Schema;
  return defs.size === 0 ? own : { ...own, $defs: Object.fromEntries(defs) };
}
