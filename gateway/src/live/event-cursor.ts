/** A place in the stream of job events, opaque to clients. */
export const cursorOf = (sequence: number): string => `e${sequence.toString(36)}`;

export function sequenceOf(cursor: string): number | undefined {
  if (!/^e[0-9a-z]{1,11}$/.test(cursor)) return undefined;
  const sequence = parseInt(cursor.slice(1), 36);
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}
