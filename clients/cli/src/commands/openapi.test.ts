import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from '@jest/globals';
import type { CommandSpec } from '../command.js';
import { dereferenced, parametersOf, type OpenApi, type Operation, type Schema } from '../mcp/openapi.js';
import { commands } from './index.js';

const api = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../../gateway/openapi.json', import.meta.url)), 'utf8'),
) as OpenApi;

interface Members extends Schema {
  readonly enum?: readonly (string | null)[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: { readonly [name: string]: Schema };
}

function resolved(schema: Schema | undefined): Members | undefined {
  if (schema === undefined) return undefined;
  const known: Members = dereferenced(api, schema);
  const object = known.anyOf?.find((each) => '$ref' in each || 'properties' in each);
  return object ? resolved(object) : known;
}

function operationOf(method: string, path: string): Operation | undefined {
  const wanted = `/api/v1${path}`;
  const found = Object.entries(api.paths).find(([known]) => known.replace(/\{\w+\}/g, '{}') === wanted);
  return found?.[1][method.toLowerCase()];
}

/** The schema of a member, by its path in a body, or of a parameter. */
function memberOf(operation: Operation, method: string, field: string): Schema | undefined {
  if (method === 'GET' || method === 'DELETE') {
    return parametersOf(api, operation).find((each) => each.in === 'query' && each.name === field)?.schema;
  }
  let schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  for (const name of field.split('.')) schema = resolved(schema)?.properties?.[name];
  return schema;
}

function choicesOf(schema: Schema | undefined): readonly string[] | undefined {
  const found = resolved(schema);
  if (found?.enum) return found.enum.filter((each) => each !== null);
  return found?.items ? choicesOf(found.items) : undefined;
}

interface Leaf {
  readonly path: string;
  readonly spec: CommandSpec;
}
const leavesOf = (specs: readonly CommandSpec[], before = 'berth'): Leaf[] =>
  specs.flatMap((spec) => {
    const path = `${before} ${spec.name}`;
    return spec.commands ? leavesOf(spec.commands, path) : [{ path, spec }];
  });
const leaves = leavesOf(commands);

describe('the table of commands', () => {
  it('names routes, parameters and members that the API has', () => {
    const wrong: string[] = [];
    for (const { path, spec } of leaves) {
      const { rest, uses = [] } = spec;
      for (const use of uses) {
        const [method = '', route = ''] = use.split(' ');
        if (!operationOf(method, route)) wrong.push(`${path}: no ${use}`);
      }
      if (!rest) continue;
      const operation = operationOf(rest.method, rest.path);
      if (!operation) {
        wrong.push(`${path}: no ${rest.method} ${rest.path}`);
        continue;
      }
      const fields = [
        ...(spec.options ?? []).flatMap(({ field }) => field ?? []),
        ...Object.keys(rest.body ?? {}),
        ...[rest.argsField, rest.zoneField].filter((each) => each !== undefined),
      ];
      for (const field of fields)
        if (!memberOf(operation, rest.method, field)) wrong.push(`${path}: ${rest.path} has no ${field}`);
      for (const { field, choices } of spec.options ?? []) {
        const known = field === undefined ? undefined : choicesOf(memberOf(operation, rest.method, field));
        if (known && choices && [...choices].sort().join() !== [...known].sort().join())
          wrong.push(`${path}: ${field ?? ''} is one of ${known.join(', ')}, not of ${choices.join(', ')}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('has an example, a summary and a way to run for every command', () => {
    for (const { path, spec } of leaves) {
      assert.ok(spec.rest ?? spec.load, path);
      assert.match(spec.summary, /^[a-z]|^API|^GPU/, path);
      const example = spec.example ?? '';
      assert.ok(example.includes(`${path} `) || example.includes(path) || /berth \w/.test(example), path);
    }
  });
});
