import { bodyName, typeOf } from './inputs.js';
import { docstring, HEADER, pythonName, quoted } from './names.js';
import {
  bodyOf,
  nameOfReference,
  operationsOf,
  successOf,
  type Located,
  type OpenApi,
  type Parameter,
  type Schema,
} from './openapi.js';

const PREFIX = '/api/v1';

/** `_async/operations.py`: a method for each operation of the API. */
export function operationsModule(api: OpenApi): string {
  const methods = operationsOf(api).flatMap((located) => [methodOf(located), ...streamOf(api, located)]);
  return `${HEADER('gateway/openapi.json')}
from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, AsyncGenerator

from .._generated import enums, models
from .._record import Page, optional_instant, path_part
from .transport import AsyncTransport

if TYPE_CHECKING:
    from datetime import datetime

    from .._generated import inputs


class AsyncOperations:
    """Every operation of the API by its own name. Bodies have the API's names, as docs/rest.md has them."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
${methods.join('')}`;
}

function methodOf({ path, method, operation }: Located): string {
  const query = queryOf(operation.parameters);
  const body = bodyOf(operation);
  const success = successOf(operation);
  const answer = answerOf(success?.['application/json']?.schema);
  // streams, and files
  if (success && !success['application/json']) return '';
  const keyed = method !== 'GET';
  const isBodyRequired = operation.requestBody?.required === true;
  const positional = [
    ...pathNames(path).map((name) => `${name}: str`),
    ...(body
      ? [`body: inputs.${bodyName(operation.operationId)}${isBodyRequired ? '' : ' | None = None'}`]
      : []),
  ];
  const named = [...query.map(declaration), ...(keyed ? ['idempotency_key: str | None = None'] : [])];
  const call = [
    quoted(method),
    pathExpression(path),
    ...(query.length > 0 ? [queryExpression(query)] : []),
    ...(body ? [`body=${isBodyRequired ? 'body' : 'body or {}'}`] : []),
    ...(keyed ? ['key=idempotency_key'] : []),
    ...(operation.security?.length === 0 ? ['anonymous=True'] : []),
  ];
  const send = `await self._transport.json(${call.join(', ')})`;
  return `
    async def ${pythonName(operation.operationId)}(${parameters(positional, named)}) -> ${answer.type}:
${docstring(operation.description || operation.summary, '        ')}        ${answer.type === 'None' ? send : `return ${answer.of(send)}`}
`;
}

/** Where it can be followed as it grows. */
function streamOf(api: OpenApi, { path, operation }: Located): readonly string[] {
  const success = successOf(operation);
  if (!success?.['text/event-stream']) return [];
  const ofPage = success['application/json']?.schema;
  const pageName = ofPage?.$ref ? nameOfReference(ofPage.$ref) : undefined;
  const isBatch = ['lines', 'points'].some(
    (each) => pageName !== undefined && api.components.schemas[pageName]?.properties?.[each],
  );
  const item = success['application/x-ndjson']?.schema?.$ref;
  const model = isBatch ? pageName : item && nameOfReference(item);
  if (model === undefined) return [];
  const query = queryOf(operation.parameters).filter(
    ({ name }) => !['limit', 'follow', 'count', 'cursor', 'before'].includes(name),
  );
  const positional = pathNames(path).map((name) => `${name}: str`);
  const named = [...query.map(declaration), 'after: str | None = None'];
  const call = [pathExpression(path), ...(query.length > 0 ? [queryExpression(query)] : []), 'after=after'];
  return [
    `
    async def follow_${pythonName(operation.operationId)}(${parameters(positional, named)}) -> AsyncGenerator[models.${model}, None]:
${docstring(`${operation.description ?? ''} Goes on over lost connections, until it is complete.`, '        ')}        async with aclosing(self._transport.follow(${call.join(', ')})) as items:
            async for item in items:
                yield models.${model}(item)
`,
  ];
}

const pathNames = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pythonName(name ?? ''));

function pathExpression(path: string): string {
  const plain = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path;
  const text = plain.replace(/\{(\w+)\}/g, (_, name: string) => `{path_part(${pythonName(name)})}`);
  return `${text === plain ? '' : 'f'}${quoted(text)}`;
}

const queryOf = (parameters: readonly Parameter[] = []): readonly Parameter[] =>
  parameters.filter((each) => each.in === 'query');

function parameterType(schema: Schema): string {
  const type = typeOf(schema);
  return schema.format === 'date-time' ? type.replace(/\bstr\b/, 'datetime') : type;
}

const declaration = ({ name, schema, required }: Parameter): string =>
  `${pythonName(name)}: ${parameterType(schema)}${required ? '' : ' | None = None'}`;

const queryExpression = (query: readonly Parameter[]): string =>
  `query={${query
    .map(({ name, schema }) => {
      const value = pythonName(name);
      return `${quoted(name)}: ${schema.format === 'date-time' ? `optional_instant(${value})` : value}`;
    })
    .join(', ')}}`;

const parameters = (positional: readonly string[], named: readonly string[]): string =>
  ['self', ...positional, ...(named.length > 0 ? ['*', ...named] : [])].join(', ');

interface Answer {
  readonly type: string;
  readonly of: (sent: string) => string;
}

function answerOf(schema: Schema | undefined): Answer {
  if (!schema) return { type: 'None', of: (sent) => sent };
  if (schema.$ref) {
    const model = `models.${nameOfReference(schema.$ref)}`;
    return { type: model, of: (sent) => `${model}(${sent})` };
  }
  const item = schema.properties?.['items']?.items?.$ref;
  if (item !== undefined) {
    const model = `models.${nameOfReference(item)}`;
    if (schema.properties?.['next'])
      return { type: `Page[${model}]`, of: (sent) => `Page(${model}, ${sent})` };
    return { type: `list[${model}]`, of: (sent) => `[${model}(x) for x in (${sent})["items"]]` };
  }
  return { type: typeOf(schema), of: (sent) => sent };
}
