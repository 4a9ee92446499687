import { docstring, HEADER, pythonName, quoted } from './names.js';
import { nameOfReference, operationsOf, reachable, successOf, type OpenApi, type Schema } from './openapi.js';

/** How a value of the wire becomes one of Python. */
interface Decoded {
  readonly type: string;
  /** An expression, given that of the value on the wire. */
  readonly of: (wire: string) => string;
}

const SAME = (type: string): Decoded => ({ type, of: (wire) => wire });
const SCALARS: { readonly [type: string]: string } = {
  string: 'str',
  integer: 'int',
  boolean: 'bool',
};

/** `_generated/models.py`: a class for each object that is answered, `_generated/enums.py` what their values may be. */
export function modelsOf(api: OpenApi): { readonly models: string; readonly enums: string } {
  const answered = operationsOf(api).flatMap(({ operation }) =>
    Object.values(successOf(operation) ?? {}).flatMap(({ schema }) => (schema ? [schema] : [])),
  );
  const names = reachable(api, answered);
  const schema = (name: string): Schema => api.components.schemas[name] ?? {};
  const classes = names.filter((name) => schema(name).properties).map((name) => classOf(api, name));
  const enums = Object.keys(api.components.schemas)
    .filter((name) => schema(name).enum)
    .sort();
  return {
    models: `${HEADER('gateway/openapi.json')}
from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from .._record import Record, instant
from . import enums

__all__ = [
${classes.map(({ name }) => `    ${quoted(name)},\n`).join('')}]


${classes.map(({ code }) => code).join('\n\n')}`,
    enums: `${HEADER('gateway/openapi.json')}
from __future__ import annotations

from typing import Literal

${enums.map((name) => enumOf(name, schema(name))).join('\n')}`,
  };
}

const enumOf = (name: string, { enum: values = [], description }: Schema): string =>
  `${name} = Literal[${values.map(quoted).join(', ')}]\n${docstring(description, '')}`;

function classOf(api: OpenApi, name: string): { readonly name: string; readonly code: string } {
  const { description, properties = {}, required = [] } = api.components.schemas[name] ?? {};
  const members = Object.entries(properties).filter(([each]) => each !== '__typename');
  const table = members.map(([each]) => `        ${quoted(pythonName(each))}: ${quoted(each)},\n`).join('');
  const code = members.map(([each, schema]) => {
    const isMoney = Object.hasOwn(properties, `${each}Micros`);
    const { type, of } = required.includes(each)
      ? decoded(api, isMoney ? { ...schema, format: 'decimal' } : schema)
      : optional(decoded(api, schema));
    const wire = required.includes(each) ? `self._wire[${quoted(each)}]` : `self._wire.get(${quoted(each)})`;
    return `
    @property
    def ${pythonName(each)}(self) -> ${type}:
${docstring(schema.description, '        ')}        return ${of(wire)}
`;
  });
  return {
    name,
    code: `class ${name}(Record):
${docstring(description, '    ')}
    __slots__ = ()
    _fields = {
${table}    }
${code.join('')}`,
  };
}

function decoded(api: OpenApi, schema: Schema): Decoded {
  const { $ref, anyOf, type, format, items } = schema;
  if ($ref) return ofReference(api, nameOfReference($ref));
  const alternatives = anyOf?.filter((each) => each.type !== 'null');
  if (alternatives?.[0] && alternatives.length === 1) return optional(decoded(api, alternatives[0]));
  if (Array.isArray(type)) {
    const types = (type as readonly string[]).filter((each) => each !== 'null');
    return types.length === 1 ? optional(decoded(api, { ...schema, type: types[0] ?? '' })) : SAME('Any');
  }
  if (type === 'array' && items) {
    const inner = decoded(api, items);
    return {
      type: `list[${inner.type}]`,
      of: (wire) => (inner.of('x') === 'x' ? wire : `[${inner.of('x')} for x in ${wire}]`),
    };
  }
  if (format === 'date-time') return { type: 'datetime', of: (wire) => `instant(${wire})` };
  // a number without a fraction is a whole one in JSON
  if (type === 'number') return { type: 'float', of: (wire) => `float(${wire})` };
  if (format === 'decimal') return { type: 'Decimal', of: (wire) => `Decimal(${wire})` };
  return SAME(SCALARS[type as string] ?? 'Any');
}

function ofReference(api: OpenApi, name: string): Decoded {
  const schema = api.components.schemas[name];
  if (schema?.enum) return SAME(`enums.${name}`);
  return schema?.properties ? { type: name, of: (wire) => `${name}(${wire})` } : SAME('Any');
}

function optional({ type, of }: Decoded): Decoded {
  if (type === 'Any') return SAME('Any');
  if (type.endsWith('| None')) return { type, of };
  return {
    type: `${type} | None`,
    of: (wire) => (of(wire) === wire ? wire : `None if ${wire} is None else ${of(wire)}`),
  };
}
