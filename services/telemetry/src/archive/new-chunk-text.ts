import type { LogChunk } from '@berth/contracts/agent/messages';

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
