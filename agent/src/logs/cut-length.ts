const LINE_FEED = 0x0a;

/**
 * How many bytes of `available` to send now: up to the last line's end; all but a character cut in half where a line is
 * longer than a chunk, or has waited long enough (`lineTimedOut`); 0 to wait for more.
 */
export function cutLength(
  available: Uint8Array,
  { full, lineTimedOut }: { full: boolean; lineTimedOut: boolean },
): number {
  const lineEnd = available.lastIndexOf(LINE_FEED) + 1;
  if (lineEnd > 0) return lineEnd;
  if (!full && !lineTimedOut) return 0;
  const whole = available.length - unfinishedCharacter(available);
  // Bytes that never become a character are not waited for.
  return whole > 0 ? whole : available.length;
}

/** Bytes at the end that begin a UTF-8 character (RFC 3629) whose rest is not there. */
function unfinishedCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}
