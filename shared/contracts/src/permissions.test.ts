import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { apiTokenScopes, roles } from './auth/roles.js';
import { isOperation, operationCatalogue } from './operation-catalogue.js';
import { may, permissionEntry, PERMISSIONS, type Caller, type Permission } from './permissions.js';

const folder = new URL('.', import.meta.url);
const noScopes: readonly string[] = [];
/** A caller of each role: in person, with a token of no scope, and with a token of each one. */
const callers: readonly Caller[] = roles.flatMap((role): Caller[] => [
  { role, kind: 'user' },
  { role, kind: 'token' },
  { role, kind: 'token', scopes: noScopes },
  ...apiTokenScopes.map((scope): Caller => ({ role, kind: 'token', scopes: [scope] })),
]);

const nameOf = ({ role, kind, scopes }: Caller): string =>
  kind === 'token' ? `${role}'s token (${scopes?.join() ?? 'none'})` : role;

/** `admin operator | jobs`: who is allowed, as `may` answers for every caller. */
function allowed(permission: Permission): string {
  const { callers: kind } = permissionEntry(permission);
  if (typeof kind === 'string') return kind;
  const inPerson = callers.filter((caller) => caller.kind === 'user' && may(caller, permission));
  const tokens = callers.filter((caller) => caller.kind === 'token' && may(caller, permission));
  const needed = (scope: string | undefined) => tokens.filter(({ scopes }) => scopes?.[0] === scope);
  const scopes = [undefined, ...apiTokenScopes].filter((scope) => needed(scope).length > 0);
  // no line says which roles a token is good for, since a token has exactly those of its owner
  for (const scope of scopes) {
    assert.deepEqual(
      [...new Set(needed(scope).map(({ role }) => role))],
      inPerson.map(({ role }) => role),
      `${permission}: ${needed(scope).map(nameOf).join(', ')}`,
    );
  }
  const scope =
    scopes.length === apiTokenScopes.length + 1 ? '-' : scopes.map((each) => each ?? 'none').join();
  return `${inPerson
    .map(({ role }) => role)
    .sort()
    .join(',')} ${scope}`;
}

describe('the permission catalogue', () => {
  const golden = readFileSync(new URL('../permitted-callers.txt', folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  it('allows what permitted-callers.txt says, for every operation, role and scope', () => {
    const widening = Object.keys(PERMISSIONS).filter(
      (permission) => !operationCatalogue.some((operation) => operation.permission === permission),
    ) as Permission[];
    const actual = [
      ...operationCatalogue.map(({ name, permission }) => `${name} ${allowed(permission)}`),
      ...widening.map((permission) => `${permission} ${allowed(permission)}`),
    ];
    assert.deepEqual(actual, golden);
  });

  it('gives users and their tokens nothing that is for agents', () => {
    for (const caller of callers) assert.equal(may(caller, 'agent'), false, nameOf(caller));
  });

  it('knows every operation that the contracts define', async () => {
    const files = globSync('**/*.js', { cwd: folder.pathname }).filter((file) => !file.includes('.test.'));
    const known = new Set<unknown>(operationCatalogue);
    assert.ok(files.length > 30, `${files.length} files`);
    for (const file of files.filter((each) => each !== 'write-catalogue.js')) {
      const module = (await import(new URL(file, folder).href)) as { readonly [name: string]: unknown };
      for (const [name, value] of Object.entries(module))
        if (isOperation(value)) assert.ok(known.has(value), `${name} of ${file} is not in the catalogue`);
    }
  });

  it('has no name of an operation twice', () => {
    const names = operationCatalogue.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });
});
