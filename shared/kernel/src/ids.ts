import { createHash, randomBytes } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const ID_PATTERN = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Namespace of every name-based id of Berth; changing it would change every derived id. */
const NAMESPACE = Buffer.from('6f1d2c5e8a4b4c0f9d3e7b21a5c4e890', 'hex');

/** 26 Crockford base-32 characters (130 bits hold the 128): safe in a NATS subject, a file name and a URL. */
export function encodeId(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes.subarray(0, 16)) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let index = 0; index < 26; index += 1) {
    text = CROCKFORD.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

export const newId = (): string => encodeId(randomBytes(16));

/** The id that a name always gives: entity ids derive from the command that makes them. */
export function idFromName(...parts: readonly string[]): string {
  return encodeId(createHash('sha256').update(NAMESPACE).update(joinParts(parts)).digest());
}

/** UUID version 5 (RFC 9562, section 5.5) in Berth's namespace. Parts are length-prefixed, so that none can run into the next. */
export function uuidFromName(...parts: readonly string[]): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(joinParts(parts)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const isId = (text: string): boolean => ID_PATTERN.test(text);

function joinParts(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('');
}
