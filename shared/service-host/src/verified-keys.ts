import { statSync } from 'node:fs';
import { hasSealed } from '@berth/contracts/sealed';
import { START, type EventStore } from '@berth/event-store';
import type { KeyStore } from './sealing.js';
import { deriveKeys, verifyMasterKey, putCheckValue, readMasterKey } from './master-key.js';
import { openSqliteKeyStore } from './sqlite-key-store.js';

export interface KeyFiles {
  /** Of the keys of people and projects. */
  readonly keys: string;
  readonly masterKey: string;
}

/**
 * Opens the event store and the keys that its sealed values need, and creates missing ones. Data that needs a
 * missing key is not served, since every reply would be wrong and values sealed meanwhile could not be read with the
 * right key. Where this throws, nothing was changed.
 */
export async function openWithKeys<S extends EventStore>(
  files: KeyFiles,
  openStore: () => Promise<S>,
): Promise<{ readonly store: S; readonly keys: KeyStore }> {
  const masterKey = readMasterKey(files.masterKey);
  if (isWritten(files.keys)) {
    const keys = openSqliteKeyStore(files.keys);
    if ((await verifyMasterKey(masterKey, keys)) === 'wrong') {
      await keys.close();
      throw new Error(
        `${files.masterKey} is not the master key that ${files.keys} was written with; restore both from one backup`,
      );
    }
    return { store: await openStore(), keys };
  }
  const store = await openStore();
  const isNew = (await store.lastPosition()) === START;
  if (!isNew && (await holdsSealed(store))) {
    await store.close();
    throw new Error(
      `${files.keys} is missing, and the event store holds values that were encrypted with its keys; restore it from a backup`,
    );
  }
  const keys = openSqliteKeyStore(files.keys);
  if (isNew) await putCheckValue(deriveKeys(masterKey).wrapping, keys);
  return { store, keys };
}

/** An empty file holds no keys, whatever became of them. */
const isWritten = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;

async function holdsSealed(store: EventStore): Promise<boolean> {
  for await (const page of store.readAll()) {
    if (page.some(({ data }) => hasSealed(data))) return true;
  }
  return false;
}
