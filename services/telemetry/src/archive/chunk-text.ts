import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { LogChunk } from '@berth/contracts/agent/messages';
import { LOG_LEVELS, type LogLevel } from '@berth/contracts/log-levels';

/** How far a stream is archived. */
export interface ArchivedUpTo {
  /** Of the last chunk; -1 for none. */
  readonly seq: number;
  /** Undefined where it is not known. */
  readonly bytes: number | undefined;
  readonly ended: boolean;
}

/** `ahead`: something before it is missing. `known`: all of it is archived. Else what of its text is new. */
export type Piece = 'ahead' | 'known' | { readonly text: string };

export const NOTHING_ARCHIVED: ArchivedUpTo = { seq: -1, bytes: 0, ended: false };

/**
 * What a chunk adds to its stream. Its position is given in bytes: an agent that has lost its journal, as in a power
 * failure, cuts the same stream at other places. Where there are no bytes, by its number.
 */
export function nextPiece(chunk: LogChunk, upTo: ArchivedUpTo): Piece {
  const { seq, offset, length, text, last } = chunk;
  if (length === undefined || upTo.bytes === undefined) {
    if (seq <= upTo.seq) return 'known';
    return seq > upTo.seq + 1 ? 'ahead' : { text };
  }
  if (offset > upTo.bytes) return 'ahead';
  const end = offset + length;
  const endsIt = last && !upTo.ended;
  if (end < upTo.bytes || (end === upTo.bytes && !endsIt)) return 'known';
  return { text: withoutFirst(text, upTo.bytes - offset, length) };
}

/**
 * The text from a byte on. Where its bytes were no UTF-8 the position in the text is unknown: it is kept whole, since a
 * repeated part is better than a lost one.
 */
function withoutFirst(text: string, bytes: number, length: number): string {
  if (bytes === 0) return text;
  const encoded = Buffer.from(text, 'utf8');
  if (bytes >= length) return '';
  return encoded.length === length ? encoded.subarray(bytes).toString('utf8') : text;
}

/** The levels that occur in a chunk, as bits: a filter then reads the chunks only that have what it looks for. */
export type LevelSet = number;

export const NO_LEVELS: LevelSet = 0;

export const levelBit = (level: LogLevel): LevelSet => 1 << LOG_LEVELS.indexOf(level);

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
