import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where wrapped keys lie: outside every event log, so that erasing one erases what was sealed under it. */
export interface KeyStore {
  get(keyId: string): Promise<Uint8Array | undefined>;
  /** Keeps the first key given for an id; answers the one that is kept, or `erased` where the id's key was erased. */
  putIfAbsent(keyId: string, wrapped: Uint8Array): Promise<Uint8Array | 'erased'>;
  /** Permanent: no other key is kept under the id. */
  erase(keyId: string): Promise<void>;
  isErased(keyId: string): Promise<boolean>;
  /** Every key that is there. */
  all(): Iterable<{ readonly keyId: string; readonly wrapped: Uint8Array }>;
  /** What proves which master key wraps the keys. */
  checkValue(): Promise<Uint8Array | undefined>;
  putCheckValue(wrapped: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Encrypted {
  readonly iv: Buffer;
  /** With its tag at the end. */
  readonly data: Buffer;
}

/** AES-256-GCM (NIST SP 800-38D). @param boundTo must be the same to decrypt it */
export function encrypt(key: Buffer, plain: Buffer, boundTo: string): Encrypted {
  const iv = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
  return { iv, data: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
}

/** Undefined where it was changed, or encrypted under another key or bound to something else. */
export function decrypt(key: Buffer, { iv, data }: Encrypted, boundTo: string): Buffer | undefined {
  if (iv.length !== NONCE_BYTES || data.length < TAG_BYTES) return undefined;
  const cut = data.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(data.subarray(cut));
  try {
    return Buffer.concat([decipher.update(data.subarray(0, cut)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Keys under another key, as one piece of bytes. */
export function wrap(wrapping: Buffer, key: Buffer, keyId: string): Buffer {
  const { iv, data } = encrypt(wrapping, key, keyId);
  return Buffer.concat([iv, data]);
}

export function unwrap(wrapping: Buffer, wrapped: Uint8Array, keyId: string): Buffer | undefined {
  const bytes = Buffer.from(wrapped);
  return decrypt(wrapping, { iv: bytes.subarray(0, NONCE_BYTES), data: bytes.subarray(NONCE_BYTES) }, keyId);
}
