import { readFileSync } from 'node:fs';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
}

interface Content {
  readonly [mediaType: string]: { readonly schema?: Schema };
}

export interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: { readonly [status: string]: { readonly content?: Content } };
}

export interface OpenApi {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

/** What the gateway's schema and routes make; a check of the gateway holds that it is current. */
const DOCUMENT = new URL('../../../../gateway/openapi.json', import.meta.url);

export const readOpenApi = (): OpenApi => JSON.parse(readFileSync(DOCUMENT, 'utf8')) as OpenApi;

export interface Located {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

export const operationsOf = (api: OpenApi): readonly Located[] =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );

export const nameOfReference = (reference: string): string => reference.split('/').at(-1) ?? '';

/** Names of the components that schemas lead to, in the order of the alphabet. */
export function reachable(api: OpenApi, from: readonly Schema[]): readonly string[] {
  const found = new Set<string>();
  const visit = (schema: Schema | undefined): void => {
    if (!schema) return;
    if (schema.$ref) {
      const name = nameOfReference(schema.$ref);
      if (found.has(name)) return;
      found.add(name);
      visit(api.components.schemas[name]);
    }
    visit(schema.items);
    schema.anyOf?.forEach(visit);
    Object.values(schema.properties ?? {}).forEach(visit);
  };
  from.forEach(visit);
  return [...found].sort();
}

/** The body of a request as JSON. */
export const bodyOf = ({ requestBody }: Operation): Schema | undefined =>
  requestBody?.content['application/json']?.schema;

export const successOf = ({ responses }: Operation): Content | undefined =>
  Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content;
