import { hash, randomFillSync } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const ID_PATTERN = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Namespace of every name-based id of Berth; changing it would change every derived id. */
const NAMESPACE = Buffer.from('6f1d2c5e8a4b4c0f9d3e7b21a5c4e890', 'hex');

/** 26 Crockford base-32 characters (130 bits hold the 128): safe in a NATS subject, a file name and a URL. */
export function encodeId(bytes: Uint8Array): string {
  let text = '';
  // Two zero bits come first, so that the last character takes five whole bits.
  let pending = 0;
  let bits = 2;
  for (let index = 0; index < 16; index += 1) {
    pending = ((pending << 8) | (bytes[index] ?? 0)) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += CROCKFORD.charAt((pending >> bits) & 31);
    }
  }
  return text;
}

const POOL = 256;
const pool = Buffer.alloc(16 * POOL);
let unused = 0;

/** Asks the system for random bytes for many ids at once: a call costs more than all else about an id. */
export function newId(): string {
  if (unused === 0) {
    randomFillSync(pool);
    unused = POOL;
  }
  unused -= 1;
  return encodeId(pool.subarray(unused * 16, unused * 16 + 16));
}

/** The id that a name always gives: entity ids derive from the command that makes them. */
export function idFromName(...parts: readonly string[]): string {
  return encodeId(digest('sha256', parts));
}

/** UUID version 5 (RFC 9562, section 5.5) in Berth's namespace. Parts are length-prefixed, so that none can run into the next. */
export function uuidFromName(...parts: readonly string[]): string {
  const bytes = digest('sha1', parts).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const isId = (text: string): boolean => ID_PATTERN.test(text);

function digest(algorithm: 'sha1' | 'sha256', parts: readonly string[]): Buffer {
  let name = '';
  for (const part of parts) name += `${part.length}:${part}`;
  return hash(algorithm, Buffer.concat([NAMESPACE, Buffer.from(name)]), 'buffer');
}
