import { RejectedError, reject } from '@berth/kernel/rejection';

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** Lines that are not empty. */
export function* linesOf(text: string): Generator<Line> {
  let number = 0;
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    number += 1;
    const line = text.slice(from, to).trim();
    if (line !== '') yield { text: line, number };
    from = to + 1;
  }
}

/** Where in a text something is wrong, and what would be right. */
export function wrong(
  field: string,
  line: number,
  column: string,
  right: string,
  found: string,
): RejectedError {
  const shown = found.length > 40 ? `${found.slice(0, 40)}…` : found;
  const message = `${field}: line ${line}, ${column}: ${right}, not "${shown}"`;
  return new RejectedError(reject('VALIDATION_FAILED', message, field, { line, column }));
}

export const refusal = (field: string, message: string): RejectedError =>
  new RejectedError(reject('VALIDATION_FAILED', `${field}: ${message}`, field));

/** A workload beyond this is refused: the time that a simulation may take would not do. */
export const MAX_JOBS = 100_000;

export const tooMany = (field: string): RejectedError =>
  refusal(field, `must have at most ${MAX_JOBS} jobs; simulate a part of the workload`);
