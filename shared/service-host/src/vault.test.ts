import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { tempDir } from '@berth/testing/temp-dir';
import { openSqliteKeyStore } from './sqlite-key-store.js';
import { Vault } from './vault.js';

const folder = tempDir('vault');
const masterKey = randomBytes(32);
let files = 0;

function aVault() {
  const path = join(folder, `keys-${(files += 1)}.db`);
  const open = (key = masterKey) => {
    const store = openSqliteKeyStore(path);
    onTestEnd(() => store.close());
    return new Vault(key, store);
  };
  return { path, open };
}

describe('the vault', () => {
  it('opens what it sealed, also after a restart', async () => {
    const { open } = aVault();
    const secret = { TOKEN: 'sésame', LIST: '1' };
    const sealed = await open().seal('project:1', secret);
    assert.deepEqual(await open().open(sealed), secret);
  });

  it('shows nothing of the value, and never the same twice', async () => {
    const vault = aVault().open();
    const sealed = await vault.seal('user:1', 'ada@example.org');
    assert.ok(!Buffer.from(sealed.data, 'base64').toString('latin1').includes('ada'));
    assert.notEqual((await vault.seal('user:1', 'ada@example.org')).data, sealed.data);
  });

  it('opens nothing any more once the key is erased, here or in another process', async () => {
    const { open } = aVault();
    const vault = open();
    const sealed = await vault.seal('user:1', 'ada');
    await vault.erase('user:1');
    assert.equal(await vault.open(sealed), undefined);
    assert.equal(await open().open(sealed), undefined);
  });

  it('seals nothing more under an erased id, here or in another process, forever', async () => {
    const { open } = aVault();
    const vault = open();
    const old = await vault.seal('user:1', 'ada');
    await vault.erase('user:1');
    await vault.erase('never used');
    for (const each of [vault, open()]) {
      await assert.rejects(each.seal('user:1', 'eve'), /under key user:1: its encryption key was erased/);
      await assert.rejects(each.seal('never used', 'eve'), /its encryption key was erased/);
      assert.deepEqual(await each.tryOpen(old), { unreadable: 'keyErased' });
    }
  });

  it('remembers no key that was erased while it was read', async () => {
    const { open } = aVault();
    await open().seal('user:1', 'ada');
    const vault = open();
    const [sealing] = await Promise.allSettled([vault.seal('user:1', 'eve'), vault.erase('user:1')]);
    await assert.rejects(vault.seal('user:1', 'eve'), /was erased/);
    if (sealing.status === 'fulfilled')
      assert.deepEqual(await vault.tryOpen(sealing.value), { unreadable: 'keyErased' });
  });

  it('says of what cannot be read whether the key is erased, lost or damaged, and opens the rest', async () => {
    const { path, open } = aVault();
    const before = open();
    const names = ['erased', 'lost', 'damaged', 'fine'];
    const sealed = await Promise.all(names.map((name) => before.seal(name, name)));
    await before.erase('erased');
    const file = new DatabaseSync(path);
    file.exec("DELETE FROM keys WHERE id = 'lost'");
    const { wrapped } = file.prepare("SELECT wrapped FROM keys WHERE id = 'damaged'").get() as {
      wrapped: Uint8Array;
    };
    wrapped[20] = (wrapped[20] ?? 0) ^ 1;
    file.prepare("UPDATE keys SET wrapped = ? WHERE id = 'damaged'").run(wrapped);
    file.close();
    const vault = open();
    assert.deepEqual(await Promise.all(sealed.map((each) => vault.tryOpen(each))), [
      { unreadable: 'keyErased' },
      { unreadable: 'keyLost' },
      { unreadable: 'keyDamaged' },
      { value: 'fine' },
    ]);
    await assert.rejects(vault.seal('damaged', 'again'), /under key damaged: .* restore keys\.sqlite/);
  });

  it('throws at a value that was tampered with, or is said to be under another key', async () => {
    const vault = aVault().open();
    const sealed = await vault.seal('user:1', 'ada');
    const bytes = Buffer.from(sealed.data, 'base64');
    bytes[0] = bytes.readUInt8(0) ^ 1;
    await assert.rejects(vault.open({ ...sealed, data: bytes.toString('base64') }));
    await vault.seal('user:2', 'eve');
    await assert.rejects(vault.open({ ...sealed, keyId: 'user:2' }));
  });

  it('opens nothing under another master key', async () => {
    const { open } = aVault();
    const sealed = await open().seal('user:1', 'ada');
    assert.deepEqual(await open(randomBytes(32)).tryOpen(sealed), { unreadable: 'keyDamaged' });
  });

  it('agrees with another copy on the key when both make it at once', async () => {
    const { open } = aVault();
    const [one, other] = [open(), open()];
    const sealed = await Promise.all([one.seal('user:1', 1), other.seal('user:1', 2)]);
    assert.deepEqual([await other.open(sealed[0]), await one.open(sealed[1])], [1, 2]);
  });

  it('gives names that tell nothing, the same for the same value and purpose', () => {
    const vault = aVault().open();
    const name = vault.blind('email', 'ada@example.org');
    assert.match(name, /^[0-9a-f]{64}$/);
    assert.equal(vault.blind('email', 'ada@example.org'), name);
    assert.notEqual(vault.blind('username', 'ada@example.org'), name);
    assert.notEqual(new Vault(randomBytes(32), undefined as never).blind('email', 'ada@example.org'), name);
  });

  it('keeps its keys wrapped, in a file for its own user only', async () => {
    const { path, open } = aVault();
    await open().seal('user:1', 'ada');
    assert.equal(statSync(path).mode & 0o077, 0);
    assert.ok(!readFileSync(path).includes(masterKey));
  });
});
