import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type KeyStore, unwrap, wrap } from './sealing.js';

const KEY_BYTES = 32;
/** What the check value is bound to; no id of a key can be so. */
const CHECK = 'berth check value';

export function readMasterKey(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== KEY_BYTES)
    throw new Error(`BERTH_MASTER_KEY_FILE: ${path} must hold 32 bytes as base64`);
  return key;
}

export interface DerivedKeys {
  readonly wrapping: Buffer;
  readonly blinding: KeyObject;
}

/** One key for each purpose (RFC 5869). */
export function deriveKeys(masterKey: Uint8Array): DerivedKeys {
  if (masterKey.byteLength !== KEY_BYTES) throw new Error('the master key must have 32 bytes');
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(), purpose, KEY_BYTES));
  return {
    wrapping: derive('berth key wrapping'),
    // As a key object: from bytes, the key is prepared again for every call, which takes five times as long as the rest.
    blinding: createSecretKey(derive('berth blinding')),
  };
}

/** From then on only this master key proves to be the right one. */
export async function putCheckValue(wrapping: Buffer, keys: KeyStore): Promise<void> {
  await keys.putCheckValue(wrap(wrapping, randomBytes(KEY_BYTES), CHECK));
}

/**
 * Whether the master key is the one that the keys are wrapped by. `unknown` where there is nothing yet that it wraps. A
 * store without a check value, or with a damaged one, is taken over where any of its keys can be unwrapped.
 */
export async function verifyMasterKey(
  masterKey: Uint8Array,
  keys: KeyStore,
): Promise<'right' | 'wrong' | 'unknown'> {
  const { wrapping } = deriveKeys(masterKey);
  const check = await keys.checkValue();
  if (check && unwrap(wrapping, check, CHECK)) return 'right';
  let hasKeys = false;
  let unwrapped = false;
  for (const { keyId, wrapped } of keys.all()) {
    hasKeys = true;
    unwrapped = unwrap(wrapping, wrapped, keyId) !== undefined;
    if (unwrapped) break;
  }
  if (unwrapped) {
    await putCheckValue(wrapping, keys);
    return 'right';
  }
  return hasKeys || check ? 'wrong' : 'unknown';
}
