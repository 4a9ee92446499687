import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, jest } from '@jest/globals';
import { tempDir } from '@berth/testing/temp-dir';
import { createLab, logIn, nodesOf, register, type Nodes, type Person } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(240_000);

interface Listed {
  readonly username: string;
  readonly personalData: string;
  readonly email: string | null;
}

const usersOf = async (platform: Platform): Promise<Listed[]> => {
  const { api } = await logIn(platform, 'root');
  const { users } = await api.ask<{ users: Nodes<Listed> }>(
    '{ users { edges { node { username personalData email } } } }',
  );
  return nodesOf(users);
};

describe('secrets that are lost or wrong', () => {
  it('are named at the start, and all is as it was once they are back', async () => {
    const data = join(tempDir('secrets'), 'data');
    const first = await Platform.start({ data, agent: false });
    await createLab(first, { online: false });
    const before = await usersOf(first);
    await first.stop();

    const refuses = async (why: RegExp) => {
      const { status, said } = await Platform.refusedStart({ data, agent: false });
      assert.equal(status, 1);
      assert.match(said, why);
    };
    const secrets = join(data, 'secrets');
    const masterKey = join(secrets, 'master.key');
    const keys = join(data, 'services', 'auth', 'keys.sqlite');

    renameSync(secrets, `${secrets}.away`);
    await refuses(/secrets\/master\.key is missing, and \S+ was written with it/);
    assert.equal(existsSync(secrets), false);
    renameSync(`${secrets}.away`, secrets);

    const right = readFileSync(masterKey);
    writeFileSync(masterKey, randomBytes(32).toString('base64'));
    await refuses(/did not start/);
    const said = ['auth', 'inventory', 'scheduler', 'telemetry', 'billing']
      .map((name) => readFileSync(join(data, 'logs', `${name}.log`), 'utf8'))
      .join('');
    assert.match(said, /master\.key is not the master key that \S+keys\.sqlite was written with/);
    writeFileSync(masterKey, right);

    renameSync(keys, `${keys}.away`);
    await refuses(/auth did not start/);
    assert.match(
      readFileSync(join(data, 'logs', 'auth.log'), 'utf8'),
      /auth\/keys\.sqlite is missing, and the event store holds values that were encrypted with its keys/,
    );
    assert.equal(existsSync(keys), false);
    renameSync(`${keys}.away`, keys);

    const last = await Platform.start({ data, agent: false });
    assert.deepEqual(await usersOf(last), before);
    await last.stop();
  });

  it('of one person affect no other user', async () => {
    const data = join(tempDir('secrets'), 'data');
    const first = await Platform.start({ data, agent: false });
    const lab = await createLab(first, { online: false });
    await first.stop();
    flipOneByte(join(data, 'services', 'auth', 'keys.sqlite'), `user:${userIdOf(lab.ada)}`);
    const platform = await Platform.startFor({ data, agent: false });
    assert.deepEqual(await usersOf(platform), [
      { username: 'root', personalData: 'READABLE', email: 'root@example.org' },
      { username: 'unreadable user', personalData: 'KEY_DAMAGED', email: null },
    ]);
    await assert.rejects(logIn(platform, 'ada'), /UNAUTHENTICATED/);
    assert.equal((await register(platform, 'eve')).username, 'eve');
  });
});

/** Without the type that goes before it in ids of the API. */
const userIdOf = ({ id }: Person): string => Buffer.from(id, 'base64').toString().replace('User:', '');

function flipOneByte(path: string, keyId: string): void {
  const file = new DatabaseSync(path);
  const row = file.prepare('SELECT wrapped FROM keys WHERE id = ?').get(keyId) as { wrapped: Uint8Array };
  row.wrapped[20] = (row.wrapped[20] ?? 0) ^ 1;
  file.prepare('UPDATE keys SET wrapped = ? WHERE id = ?').run(row.wrapped, keyId);
  file.close();
}
