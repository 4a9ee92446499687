import { RejectedError, reject } from '@berth/kernel/rejection';

/** A place between two lines of a job: after `line` lines of the chunk that arrived as number `arrival`. */
export interface LineCursor {
  readonly arrival: number;
  readonly line: number;
}

export const START_OF_LOG: LineCursor = { arrival: 0, line: 0 };

export const formatCursor = ({ arrival, line }: LineCursor): string => `${arrival}.${line}`;

/** @throws RejectedError naming the field */
export function parseCursor(text: string, field: string): LineCursor {
  const match = /^(\d{1,15})\.(\d{1,9})$/.exec(text);
  if (!match)
    throw new RejectedError(
      reject(
        'VALIDATION_FAILED',
        `${field}: is not a valid cursor for this list; give one that it answered`,
        field,
      ),
    );
  return { arrival: Number(match[1]), line: Number(match[2]) };
}

/** A line's own cursor is the place after it. What comes before that line ends before it. */
export const beforeLineOf = ({ arrival, line }: LineCursor): LineCursor => ({
  arrival,
  line: Math.max(0, line - 1),
});
