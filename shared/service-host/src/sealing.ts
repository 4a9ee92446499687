import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

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
