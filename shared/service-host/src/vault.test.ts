import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { tempDir } from '@berth/testing/temp-dir';
import { openSqliteKeyStore } from './sqlite-key-store.js';
import { readMasterKey, Vault } from './vault.js';

const folder = tempDir('vault');
const masterKey = randomBytes(32);
let files = 0;

function aVault(t: TestContext) {
  const path = join(folder, `keys-${(files += 1)}.db`);
  const open = (key = masterKey) => {
    const store = openSqliteKeyStore(path);
    t.after(() => store.close());
    return new Vault(key, store);
  };
  return { path, open };
}

describe('the vault', () => {
  it('opens what it sealed, also after a restart', async (t) => {
    const { open } = aVault(t);
    const secret = { TOKEN: 'sésame', LIST: '1' };
    const sealed = await open().seal('project:1', secret);
    assert.deepEqual(await open().open(sealed), secret);
  });

  it('shows nothing of the value, and never the same twice', async (t) => {
    const vault = aVault(t).open();
    const sealed = await vault.seal('user:1', 'ada@example.org');
    assert.ok(!Buffer.from(sealed.data, 'base64').toString('latin1').includes('ada'));
    assert.notEqual((await vault.seal('user:1', 'ada@example.org')).data, sealed.data);
  });

  it('opens nothing any more once the key is erased, here or in another process', async (t) => {
    const { open } = aVault(t);
    const vault = open();
    const sealed = await vault.seal('user:1', 'ada');
    await vault.erase('user:1');
    assert.equal(await vault.open(sealed), undefined);
    assert.equal(await open().open(sealed), undefined);
  });

  it('makes a new key for a person whose old one was erased, which opens nothing old', async (t) => {
    const vault = aVault(t).open();
    const old = await vault.seal('user:1', 'ada');
    await vault.erase('user:1');
    const fresh = await vault.seal('user:1', 'eve');
    assert.equal(await vault.open(fresh), 'eve');
    await assert.rejects(vault.open(old));
  });

  it('throws at a value that was tampered with, or is said to be under another key', async (t) => {
    const vault = aVault(t).open();
    const sealed = await vault.seal('user:1', 'ada');
    const bytes = Buffer.from(sealed.data, 'base64');
    bytes[0] = bytes.readUInt8(0) ^ 1;
    await assert.rejects(vault.open({ ...sealed, data: bytes.toString('base64') }));
    await vault.seal('user:2', 'eve');
    await assert.rejects(vault.open({ ...sealed, keyId: 'user:2' }));
  });

  it('throws under another master key', async (t) => {
    const { open } = aVault(t);
    const sealed = await open().seal('user:1', 'ada');
    await assert.rejects(open(randomBytes(32)).open(sealed));
  });

  it('agrees with another copy on the key when both make it at once', async (t) => {
    const { open } = aVault(t);
    const [one, other] = [open(), open()];
    const sealed = await Promise.all([one.seal('user:1', 1), other.seal('user:1', 2)]);
    assert.deepEqual([await other.open(sealed[0]), await one.open(sealed[1])], [1, 2]);
  });

  it('gives names that tell nothing, the same for the same value and purpose', (t) => {
    const vault = aVault(t).open();
    const name = vault.blind('email', 'ada@example.org');
    assert.match(name, /^[0-9a-f]{64}$/);
    assert.equal(vault.blind('email', 'ada@example.org'), name);
    assert.notEqual(vault.blind('username', 'ada@example.org'), name);
    assert.notEqual(new Vault(randomBytes(32), undefined as never).blind('email', 'ada@example.org'), name);
  });

  it('keeps its keys wrapped, in a file for its own user only', async (t) => {
    const { path, open } = aVault(t);
    await open().seal('user:1', 'ada');
    assert.equal(statSync(path).mode & 0o077, 0);
    assert.ok(!readFileSync(path).includes(masterKey));
  });

  it('takes a master key of 32 bytes only', () => {
    const file = join(folder, 'master.key');
    writeFileSync(file, `${masterKey.toString('base64')}\n`);
    assert.deepEqual(readMasterKey(file), masterKey);
    writeFileSync(file, 'short');
    assert.throws(() => readMasterKey(file), /BERTH_MASTER_KEY_FILE: must hold 32 bytes as base64/);
  });
});
