import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SealedValue } from '@berth/contracts/fields';
import type { JsonValue } from '@berth/kernel/json';
import { LruCache } from './lru-cache.js';

/** Where wrapped keys lie: outside every event log, so that erasing one erases what was sealed under it. */
export interface KeyStore {
  get(keyId: string): Promise<Uint8Array | undefined>;
  /** Keeps the first key given for an id; answers the one that is kept. */
  putIfAbsent(keyId: string, wrapped: Uint8Array): Promise<Uint8Array>;
  erase(keyId: string): Promise<void>;
  close(): Promise<void>;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals values under a key per person or project (AES-256-GCM, NIST SP 800-38D); those keys are wrapped by a master key
 * that is in no store. Names that must be found again are blinded by HMAC-SHA256, so that a log tells nobody's address.
 */
export class Vault {
  private readonly wrapping: Buffer;
  private readonly blinding: KeyObject;
  private readonly keys = new LruCache<Buffer>(10_000);

  constructor(
    masterKey: Uint8Array,
    private readonly store: KeyStore,
  ) {
    if (masterKey.byteLength !== 32) throw new Error('the master key must have 32 bytes');
    const derive = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(), purpose, 32));
    this.wrapping = derive('berth key wrapping');
    // As a key object: from bytes, the key is prepared again for every call, which takes five times as long as the rest.
    this.blinding = createSecretKey(derive('berth blinding'));
  }

  async seal(keyId: string, value: JsonValue): Promise<SealedValue> {
    const sealed = encrypt(await this.key(keyId), Buffer.from(JSON.stringify(value)), keyId);
    return { keyId, iv: sealed.iv.toString('base64'), data: sealed.data.toString('base64') };
  }

  /** Undefined where the key was erased. Throws where the value was tampered with. */
  async open(sealed: SealedValue): Promise<JsonValue | undefined> {
    const key = this.keys.get(sealed.keyId) ?? (await this.storedKey(sealed.keyId));
    if (!key) return undefined;
    const plain = decrypt(
      key,
      Buffer.from(sealed.iv, 'base64'),
      Buffer.from(sealed.data, 'base64'),
      sealed.keyId,
    );
    return JSON.parse(plain.toString()) as JsonValue;
  }

  /** A stable name for a value that must stay secret: equal values give equal names within one installation. */
  blind(purpose: string, value: string): string {
    return createHmac('sha256', this.blinding).update(purpose).update('\0').update(value).digest('hex');
  }

  async erase(keyId: string): Promise<void> {
    this.keys.delete(keyId);
    await this.store.erase(keyId);
  }

  private async key(keyId: string): Promise<Buffer> {
    const known = this.keys.get(keyId) ?? (await this.storedKey(keyId));
    if (known) return known;
    const fresh = encrypt(this.wrapping, randomBytes(32), keyId);
    await this.store.putIfAbsent(keyId, Buffer.concat([fresh.iv, fresh.data]));
    const kept = await this.storedKey(keyId);
    if (!kept) throw new Error(`key ${keyId} was erased while it was made`);
    return kept;
  }

  private async storedKey(keyId: string): Promise<Buffer | undefined> {
    const wrapped = await this.store.get(keyId);
    if (!wrapped) return undefined;
    const bytes = Buffer.from(wrapped);
    const key = decrypt(this.wrapping, bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES), keyId);
    this.keys.set(keyId, key);
    return key;
  }
}

export function readMasterKey(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error('BERTH_MASTER_KEY_FILE: must hold 32 bytes as base64');
  return key;
}

function encrypt(key: Buffer, plain: Buffer, boundTo: string): { iv: Buffer; data: Buffer } {
  const iv = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
  return { iv, data: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
}

function decrypt(key: Buffer, iv: Buffer, data: Buffer, boundTo: string): Buffer {
  const cut = data.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(data.subarray(cut));
  return Buffer.concat([decipher.update(data.subarray(0, cut)), decipher.final()]);
}
