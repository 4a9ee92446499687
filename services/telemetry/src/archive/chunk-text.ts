import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Below this a header costs more than is won. */
const WORTH_PACKING = 512;
const PACKED = 1;
const PLAIN = 0;

/** The text of a chunk as it is stored: a byte that says how, then the text. */
export function packText(text: string): Uint8Array {
  const plain = Buffer.from(text);
  return plain.length < WORTH_PACKING
    ? Buffer.concat([Buffer.of(PLAIN), plain])
    : Buffer.concat([Buffer.of(PACKED), deflateRawSync(plain, { level: 1 })]);
}

export function unpackText(stored: Uint8Array): string {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset + 1, stored.byteLength - 1);
  return (stored[0] === PACKED ? inflateRawSync(bytes) : bytes).toString();
}
