import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { z } from 'zod';
import { parseInput } from './admission.js';

const name = z.string().regex(/^[a-z]+$/, 'must be small letters');
const schema = z.strictObject({
  title: z.string().min(1).max(3).optional(),
  code: z.string().min(2).optional(),
  note: z.string().max(2, 'must be short').optional(),
  count: z.number().int().min(1).max(8).optional(),
  minutes: z.number().positive().lt(60).optional(),
  list: z.array(z.string()).min(1).max(2).optional(),
  order: z.enum(['strict', 'fair']).optional(),
  shares: z.record(name, z.number()).optional(),
  flag: z.boolean().optional(),
  inner: z.strictObject({ id: z.string() }).optional(),
});
const told = (input: unknown) => {
  const parsed = parseInput(schema, input);
  return parsed.ok ? 'fine' : parsed.error.message;
};

describe('what is wrong with an input, in plain words', () => {
  const table: readonly [object, string][] = [
    [{ title: '' }, 'title: must not be empty'],
    [{ title: 'long' }, 'title: must have at most 3 characters'],
    [{ code: 'x' }, 'code: must have at least 2 characters'],
    [{ note: 'long' }, 'note: must be short'],
    [{ count: 0 }, 'count: must be at least 1'],
    [{ count: 1e9 }, 'count: must be at most 8'],
    [{ count: 1.5 }, 'count: must be a whole number'],
    [{ count: 'many' }, 'count: must be a number'],
    [{ minutes: 0 }, 'minutes: must be more than 0'],
    [{ minutes: 60 }, 'minutes: must be less than 60'],
    [{ list: [] }, 'list: must not be empty'],
    [{ list: ['a', 'b', 'c'] }, 'list: must have at most 2 entries'],
    [{ list: 'a' }, 'list: must be a list'],
    [{ order: 'lottery' }, 'order: must be strict or fair'],
    [{ shares: { 'A B': 1 } }, 'shares.A B: must be small letters'],
    [{ flag: 1 }, 'flag: must be true or false'],
    [{ inner: {} }, 'inner.id: is required'],
    [{ inner: 'x' }, 'inner: must be an object'],
  ];
  for (const [input, expected] of table) {
    it(`${JSON.stringify(input)}: ${expected}`, () => assert.equal(told(input), expected));
  }
});
