import { docstring, HEADER, quoted } from './names.js';
import { bodyOf, nameOfReference, operationsOf, reachable, type OpenApi, type Schema } from './openapi.js';

/** `_generated/inputs.py`: what bodies of requests hold, by the names of the API. Only type checkers read it. */
export function inputsOf(api: OpenApi): string {
  const bodies = operationsOf(api).flatMap(({ operation }) => {
    const schema = bodyOf(operation);
    return schema ? [{ name: bodyName(operation.operationId), schema }] : [];
  });
  const components = reachable(
    api,
    bodies.map(({ schema }) => schema),
  ).flatMap((name) => {
    const schema = api.components.schemas[name];
    return schema?.properties ? [{ name, schema }] : [];
  });
  return `${HEADER('gateway/openapi.json')}
from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from . import enums

if TYPE_CHECKING:
    from typing_extensions import Required

${[...components, ...bodies].map(({ name, schema }) => typedDict(name, schema)).join('\n')}`;
}

export const bodyName = (operationId: string): string =>
  `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Body`;

const typedDict = (name: string, { properties, required = [], description }: Schema): string =>
  properties === undefined
    ? // Members are the caller's own.
      `${name} = dict[str, Any]\n${docstring(description, '')}`
    : `${name} = TypedDict(
    ${quoted(name)},
    {
${Object.entries(properties)
  .map(([member, schema]) => {
    const type = typeOf(schema);
    return `        ${quoted(member)}: ${quoted(required.includes(member) ? `Required[${type}]` : type)},\n`;
  })
  .join('')}    },
    total=False,
)
${docstring(description, '')}`;

const SCALARS: { readonly [type: string]: string } = {
  string: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  null: 'None',
};

/** What a type checker allows for a value that is sent. */
export function typeOf({ $ref, anyOf, type, items, properties }: Schema): string {
  if ($ref) {
    const name = nameOfReference($ref);
    return name.endsWith('Input') ? name : `enums.${name}`;
  }
  if (anyOf) return anyOf.map(typeOf).join(' | ');
  const types = type === undefined ? [] : typeof type === 'string' ? [type] : type;
  const known = types.map((each) => {
    if (each === 'array') return items ? `list[${typeOf(items)}]` : 'list[Any]';
    return SCALARS[each] ?? (properties ? 'dict[str, Any]' : 'Any');
  });
  return known.length === 0 ? 'Any' : known.join(' | ');
}
