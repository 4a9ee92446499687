import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { z } from 'zod';
import type { Role } from '@berth/contracts/auth/roles';
import type { OperationPermission } from '@berth/contracts/permissions';
import type { Identity } from './operation.js';
import { admit, parseInput } from './admission.js';

const user = (role: Role): Identity => ({ kind: 'user', userId: 'ada', role });
const token = (role: Role, ...scopes: string[]): Identity => ({ kind: 'token', userId: 'ada', role, scopes });
const verdict = (permission: OperationPermission, identity: Identity | undefined) => {
  const admitted = admit(permission, identity);
  return admitted.ok ? 'admitted' : admitted.error.code;
};

describe('admission', () => {
  const staff = 'managePools';
  const users = 'read';
  const table: readonly [string, OperationPermission, Identity | undefined, string][] = [
    ['nobody to what is open', 'public', undefined, 'admitted'],
    ['nobody to what users may do', users, undefined, 'UNAUTHENTICATED'],
    ['nobody to what staff may do', staff, undefined, 'UNAUTHENTICATED'],
    ['any user to what users may do', users, user('guest'), 'admitted'],
    ['an operator to what staff may do', staff, user('operator'), 'admitted'],
    ['a member to what staff may do', staff, user('member'), 'FORBIDDEN'],
    ['an auditor to what staff may do', staff, user('auditor'), 'FORBIDDEN'],
    ['a token with the scope', users, token('member', 'jobs', 'read'), 'admitted'],
    ['a token without the scope', users, token('member', 'jobs'), 'FORBIDDEN'],
    ['a token without scopes', users, { kind: 'token', userId: 'ada', role: 'admin' }, 'FORBIDDEN'],
    ["an admin's token with the scope", staff, token('admin', 'admin'), 'admitted'],
    ["an admin's token without the scope", staff, token('admin', 'read', 'jobs'), 'FORBIDDEN'],
    ["a member's token that claims the scope", staff, token('member', 'admin'), 'FORBIDDEN'],
  ];
  for (const [who, permission, identity, expected] of table) {
    it(`of ${who}: ${expected}`, () => assert.equal(verdict(permission, identity), expected));
  }
});

describe('parsing an input', () => {
  const schema = z.strictObject({
    name: z.string().min(1, 'must not be empty'),
    gpus: z.strictObject({ count: z.number().int() }).optional(),
  });
  const refusal = (input: unknown) => {
    const parsed = parseInput(schema, input);
    assert.ok(!parsed.ok);
    return parsed.error;
  };

  it('gives what the schema makes of it', () => {
    assert.deepEqual(parseInput(schema, { name: 'a' }), { ok: true, value: { name: 'a' } });
  });
  it('says the rule and the numbers of each problem, for clients that say it in another language', () => {
    const limits = z.strictObject({
      name: z.string().max(3),
      count: z.number().int().min(1).max(8),
      part: z.number().positive(),
      kind: z.enum(['a', 'b']),
      list: z.array(z.string().regex(/^x/)).min(2),
      at: z.strictObject({ to: z.string() }),
    });
    const parsed = parseInput(limits, {
      name: 'long',
      count: 9,
      part: 0,
      kind: 'c',
      list: ['y'],
      at: {},
      more: 1,
    });
    assert.ok(!parsed.ok);
    const problems = parsed.error.details?.['problems'] as readonly { readonly message: string }[];
    assert.deepEqual(
      problems.map(({ message: _, ...rest }) => rest),
      [
        { field: 'name', rule: 'TOO_BIG', maximum: 3, of: 'characters' },
        { field: 'count', rule: 'TOO_BIG', maximum: 8 },
        { field: 'part', rule: 'TOO_SMALL', minimum: 0, exclusive: true },
        { field: 'kind', rule: 'NOT_ONE_OF', allowed: ['a', 'b'] },
        { field: 'list.0', rule: 'WRONG_FORMAT' },
        { field: 'list', rule: 'TOO_SMALL', minimum: 2, of: 'entries' },
        { field: 'at.to', rule: 'REQUIRED' },
        { field: 'more', rule: 'UNKNOWN_FIELD' },
      ],
    );
    const typed = parseInput(limits, { name: 1 });
    assert.ok(!typed.ok);
    const [first] = typed.error.details?.['problems'] as readonly object[];
    assert.deepEqual(first, {
      field: 'name',
      message: 'must be a string',
      rule: 'WRONG_TYPE',
      expected: 'string',
    });
  });
  it('names the first wrong field with its path, and lists all', () => {
    const { code, field, message, details } = refusal({ name: '', gpus: { count: 1.5 } });
    assert.deepEqual([code, field, message], ['VALIDATION_FAILED', 'name', 'name: must not be empty']);
    assert.deepEqual(
      (details?.['problems'] as { field: string }[]).map((problem) => problem.field),
      ['name', 'gpus.count'],
    );
  });
  it('names unknown fields, wherever they are', () => {
    assert.deepEqual(
      [refusal({ name: 'a', colour: 1 }).field, refusal({ name: 'a', gpus: { count: 1, size: 2 } }).field],
      ['colour', 'gpus.size'],
    );
  });
  it('names the input itself where it is no object', () => {
    assert.equal(refusal('text').field, 'input');
  });
  it('lists no more than twenty problems', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field${index}`, 1]));
    assert.equal((refusal({ name: 'a', ...many }).details?.['problems'] as unknown[]).length, 20);
  });
});
