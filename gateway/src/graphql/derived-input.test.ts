import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { z } from 'zod';
import { id, instant, nameOrId } from '@berth/contracts/fields';
import { toGlobalId } from './ids.js';
import { deriveFields, deriveInputType, inputReader } from './derived-input.js';
import { enumOf } from './enum.js';

const ULID = '0R5N9RT0NJCF5XZ1CS76QH4N3Z';
const NODE = toGlobalId('Pool', ULID);
const texts = (schema: z.ZodObject) =>
  Object.fromEntries(Object.keys(schema.shape).map((field) => [field, 'What it is.']));

/** Types of fields as they stand in the schema language. */
function typesOf(schema: z.ZodObject): { readonly [field: string]: unknown } {
  const types: { [field: string]: unknown } = {};
  const field = ({ type, required }: { type: unknown; required: boolean }) => ({ type, required });
  const fields = deriveFields({ field } as never, schema, texts(schema));
  for (const [name, { type, required }] of Object.entries(
    fields as unknown as { readonly [field: string]: { readonly type: unknown; readonly required: boolean } },
  ))
    types[name] = required ? [type, '!'] : type;
  return types;
}

describe('the fields of a derived input', () => {
  it('have the types of what the service takes', () => {
    const schema = z.strictObject({
      text: z.string().max(5),
      node: id,
      nodes: z.array(id).optional(),
      either: nameOrId.optional(),
      at: instant.optional(),
      whole: z.number().int().max(10).default(3),
      large: z.number().int().optional(),
      part: z.number().optional(),
      yes: z.boolean().default(false),
      map: z.record(z.string(), z.string()).prefault({}),
      cleared: z.string().nullable().optional(),
    });
    assert.deepEqual(typesOf(schema), {
      text: ['String', '!'],
      node: ['ID', '!'],
      nodes: ['ID'],
      either: 'String',
      at: 'DateTime',
      whole: 'Int',
      large: 'Float',
      part: 'Float',
      yes: 'Boolean',
      map: 'JSON',
      cleared: 'String',
    });
  });

  it('have the types that were derived from the same object, and the enum of the same words', () => {
    const inner = z.strictObject({ one: z.string() });
    const { type } = deriveInputType(inner, {
      name: 'InnerTestInput',
      description: 'For this test.',
      fields: { one: 'What it is.' },
    });
    const Colour = enumOf('TestColour', { description: 'For this test.', values: ['red', 'blue'] });
    const schema = z.strictObject({
      inner: inner.optional(),
      list: z.array(inner).optional(),
      colour: z.enum(['red', 'blue']).optional(),
    });
    assert.deepEqual(typesOf(schema), { inner: type, list: [type], colour: Colour });
  });

  it('must have a description each, and a type that is known', () => {
    const t = { field: () => undefined } as never;
    assert.throws(() => deriveFields(t, z.strictObject({ one: z.string() }), {}), /one has no description/);
    const unknown = z.strictObject({ one: z.strictObject({ two: z.string() }) });
    assert.throws(() => deriveFields(t, unknown, texts(unknown)), /one: nothing is known of the type/);
    const cleared = z.strictObject({ one: z.string().nullable() });
    assert.throws(() => deriveFields(t, cleared, texts(cleared)), /one: what null clears may be left out/);
    const words = z.strictObject({ one: z.enum(['no', 'such']) });
    assert.throws(() => deriveFields(t, words, texts(words)), /one: unknown enum of no\|such/);
  });

  it('are ambiguous where two enums have the same words', () => {
    for (const name of ['FirstTestEnum', 'SecondTestEnum'])
      enumOf(name, { description: 'For this test.', values: ['this', 'that'] });
    const schema = z.strictObject({ one: z.enum(['this', 'that']) });
    assert.throws(
      () => deriveFields({ field: () => undefined } as never, schema, texts(schema)),
      /ambiguous/,
    );
  });
});

describe('what a service takes', () => {
  const inner = z.strictObject({ pool: nameOrId.optional(), note: z.string().optional() });
  deriveInputType(inner, {
    name: 'SecondInnerTestInput',
    description: 'For this test.',
    fields: { pool: 'What it is.', note: 'What it is.' },
  });
  const schema = z.strictObject({
    poolId: id.optional(),
    pool: nameOrId.optional(),
    ids: z.array(id).optional(),
    inner: z.array(inner).optional(),
    title: z.string().nullable().optional(),
    note: z.string().optional(),
  });
  const read = inputReader(schema, {
    ...texts(schema),
    note: { description: 'What it is.', type: 'String' },
  });

  it('has plain ids, however deep', () => {
    const given = { poolId: NODE, pool: NODE, ids: [NODE, ULID], inner: [{ pool: NODE }, { pool: 'lab' }] };
    const taken = { poolId: ULID, pool: ULID, ids: [ULID, ULID], inner: [{ pool: ULID }, { pool: 'lab' }] };
    assert.deepEqual(read(given), taken);
  });

  it('has null only where that clears', () => {
    assert.deepEqual(read({ poolId: null, note: null, title: null, inner: [{ note: null }] }), {
      title: null,
      inner: [{}],
    });
    assert.deepEqual(read({}), {});
  });

  it('has what an own field makes of it', () => {
    const own = {
      description: 'What it is.',
      type: 'String' as const,
      toService: (text: string) => text.length,
    };
    const counted = inputReader(z.strictObject({ note: z.string() }), { note: own });
    assert.deepEqual(counted({ note: 'four' }), { note: 4 });
  });
});
