import { RejectedError, reject } from '@berth/kernel/rejection';

/** A place between two lines of a job: after `line` lines of the chunk that arrived as number `arrival`. */
export interface LineCursor {
  readonly arrival: number;
  readonly line: number;
}

export const START_OF_LOG: LineCursor = { arrival: 0, line: 0 };

export const formatCursor = ({ arrival, line }: LineCursor): string => `${arrival}.${line}`;

/** @throws RejectedError naming `after` */
export function parseCursor(text: string | undefined): LineCursor {
  if (text === undefined) return START_OF_LOG;
  const match = /^(\d{1,15})\.(\d{1,9})$/.exec(text);
  if (!match)
    throw new RejectedError(
      reject('VALIDATION_FAILED', 'after: is not a valid cursor for this list', 'after'),
    );
  return { arrival: Number(match[1]), line: Number(match[2]) };
}
