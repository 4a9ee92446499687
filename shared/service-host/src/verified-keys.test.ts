import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from '@jest/globals';
import type { JsonObject } from '@berth/kernel/json';
import { aNewEvent } from '@berth/event-store/testing';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { tempDir } from '@berth/testing/temp-dir';
import { readMasterKey } from './master-key.js';
import { openWithKeys } from './verified-keys.js';
import { Vault } from './vault.js';

const root = tempDir('proven-keys');

/** The files of a service, and its starts: each seals, records and stops, or is refused. */
class ServiceFiles {
  readonly folder = mkdtempSync(join(root, 'ground-'));
  readonly keys = join(this.folder, 'keys.sqlite');
  readonly masterKey = join(this.folder, 'master.key');
  readonly events = join(this.folder, 'events.sqlite');

  constructor() {
    this.putMasterKey();
  }

  putMasterKey(key: Buffer = randomBytes(32)): Buffer {
    writeFileSync(this.masterKey, key.toString('base64'));
    return key;
  }

  async open() {
    return openWithKeys({ keys: this.keys, masterKey: this.masterKey }, () =>
      openSqliteEventStore({ path: this.events }),
    );
  }

  /** @param keyId of what is sealed and recorded; without, only an event that holds nothing sealed */
  async run(keyId?: string): Promise<void> {
    const { store, keys } = await this.open();
    const vault = new Vault(readMasterKey(this.masterKey), keys);
    const data: JsonObject =
      keyId === undefined ? { n: 1 } : { deep: [{ value: { ...(await vault.seal(keyId, 'ada')) } }] };
    await store.append(`job:${randomBytes(4).toString('hex')}`, [aNewEvent({ data })], 'noStream');
    await store.close();
    await keys.close();
  }

  async isRefused(why: RegExp): Promise<void> {
    const before = this.#content();
    await assert.rejects(this.open(), why);
    assert.deepEqual(this.#content(), before, 'a start that is refused changes nothing');
  }

  sql(statement: string): void {
    const file = new DatabaseSync(this.keys);
    file.exec(statement);
    file.close();
  }

  #content(): { readonly [name: string]: string } {
    const names = readdirSync(this.folder).filter((name) => !/-(wal|shm)$|\.lock$/.test(name));
    return Object.fromEntries(
      names.map((name) => [name, readFileSync(join(this.folder, name)).toString('base64')]),
    );
  }
}

describe('the keys of a service', () => {
  it('open with the master key that they were made with, again and again', async () => {
    const ground = new ServiceFiles();
    for (const keyId of ['user:1', 'user:2', undefined]) await ground.run(keyId);
  });

  it('are refused under another master key, from the very first start on', async () => {
    for (const keyId of ['user:1', undefined]) {
      const ground = new ServiceFiles();
      await ground.run(keyId);
      const right = readMasterKey(ground.masterKey);
      ground.putMasterKey();
      await ground.isRefused(/master\.key is not the master key that .*keys\.sqlite was written with/);
      ground.putMasterKey(right);
      await ground.run('user:3');
    }
  });

  it('are missed where events are sealed under them', async () => {
    const ground = new ServiceFiles();
    await ground.run('user:1');
    rmSync(ground.keys);
    await ground.isRefused(/keys\.sqlite is missing, and the event store holds values that were encrypted/);
    assert.equal(existsSync(ground.keys), false);
    writeFileSync(ground.keys, '');
    await ground.isRefused(/keys\.sqlite is missing/);
  });

  it('are made anew where nothing was sealed yet', async () => {
    const ground = new ServiceFiles();
    await ground.run();
    rmSync(ground.keys);
    await ground.run('user:1');
    ground.putMasterKey();
    await ground.isRefused(/is not the master key/);
  });

  it('of an installation from before the check value are taken over under the right master key', async () => {
    const ground = new ServiceFiles();
    await ground.run('user:1');
    await ground.run('user:2');
    ground.sql(
      "DROP TABLE check_value; DROP TABLE erased; UPDATE keys SET wrapped = x'00' WHERE id = 'user:1'",
    );
    const right = readMasterKey(ground.masterKey);
    ground.putMasterKey();
    await assert.rejects(ground.open(), /is not the master key/);
    ground.putMasterKey(right);
    await ground.run();
    ground.sql('DELETE FROM keys');
    await ground.run();
    ground.putMasterKey();
    await assert.rejects(ground.open(), /is not the master key/);
  });

  it('with a damaged check value are proven by any key that can be unwrapped', async () => {
    const ground = new ServiceFiles();
    await ground.run('user:1');
    ground.sql("UPDATE check_value SET wrapped = x'0011'");
    await ground.run('user:2');
    ground.sql('DELETE FROM keys');
    await ground.run('user:3');
  });

  it('in a file that is none are refused, and the file named', async () => {
    const ground = new ServiceFiles();
    await ground.run('user:1');
    writeFileSync(ground.keys, randomBytes(8192));
    await ground.isRefused(/keys\.sqlite: the keys cannot be read .*restore the file from a backup/);
  });

  it('need a master key of 32 bytes', async () => {
    const ground = new ServiceFiles();
    writeFileSync(ground.masterKey, 'short');
    await ground.isRefused(/BERTH_MASTER_KEY_FILE: .*master\.key must hold 32 bytes as base64/);
    assert.equal(existsSync(ground.events), false);
  });
});
