import { RE2JS, RE2JSSyntaxException } from 're2js';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

/** What lines are searched for: a text as it is, or an expression of RE2. */
export interface PatternInput {
  readonly text?: string | undefined;
  readonly regex?: string | undefined;
  readonly caseSensitive: boolean;
}

/** Place in a line, in UTF-16 code units. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

export interface Pattern {
  /** Whether any line of a text may match; undefined where only lines can be asked. */
  readonly mayBeIn?: (text: string) => boolean;
  readonly isIn: (line: string) => boolean;
  /** The first match of a line that has one. */
  readonly find: (line: string) => Match;
}

/** Steps for each character of a line are at most so many. */
const MAX_PROGRAM = 1_000;
/** Of a longer line the beginning is searched for an expression; a text is searched for in all of it. */
export const MAX_REGEX_CHARACTERS = 16_384;

/** A refusal names the field, and what is wrong where in the expression. */
export function patternOf({ text, regex, caseSensitive }: PatternInput): Result<Pattern, Rejection> {
  if (regex !== undefined) return regexPattern(regex, caseSensitive);
  return ok(caseSensitive ? exactText(text ?? '') : anyCaseText(text ?? ''));
}

function exactText(text: string): Pattern {
  const isIn = (line: string): boolean => line.includes(text);
  const find = (line: string): Match => {
    const start = line.indexOf(text);
    return { start, end: start + text.length };
  };
  return { mayBeIn: isIn, isIn, find };
}

/** A literal has nothing to backtrack into. */
function anyCaseText(text: string): Pattern {
  const expression = new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'iu');
  const isIn = (line: string): boolean => expression.test(line);
  const find = (line: string): Match => {
    const found = expression.exec(line);
    const start = found?.index ?? 0;
    return { start, end: start + (found?.[0].length ?? 0) };
  };
  return { mayBeIn: isIn, isIn, find };
}

function regexPattern(regex: string, caseSensitive: boolean): Result<Pattern, Rejection> {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(regex, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return err(wrongSyntax(regex, error.error, error.input));
  }
  const size = compiled.programSize();
  if (size > MAX_PROGRAM) {
    const message = `regex: is too large, with ${size} steps where ${MAX_PROGRAM} are allowed; use fewer or smaller repetitions`;
    return err(reject('VALIDATION_FAILED', message, 'regex', { steps: size, maxSteps: MAX_PROGRAM }));
  }
  const beginning = (line: string): string =>
    line.length > MAX_REGEX_CHARACTERS ? line.slice(0, MAX_REGEX_CHARACTERS) : line;
  return ok({
    isIn: (line) => compiled.test(beginning(line)),
    find: (line) => {
      const matcher = compiled.matcher(beginning(line));
      return matcher.find() ? { start: matcher.start(), end: matcher.end() } : { start: 0, end: 0 };
    },
  });
}

/** Constructs that need backtracking, which other engines know. */
const UNSUPPORTED = /^\((?:\?[=!]|\?<[=!]|\?>)|^\\[1-9]/;

function wrongSyntax(regex: string, what: string, part: string | null): Rejection {
  const at = part === null || part === '' ? -1 : regex.indexOf(part);
  const where =
    at < 0 || part === null
      ? ''
      : ` at character ${at + 1}: ${part.length > 40 ? `${part.slice(0, 40)}...` : part}`;
  const hint =
    part !== null && UNSUPPORTED.test(part)
      ? '; lookaround and back references are not supported (RE2 syntax)'
      : '';
  const message = `regex: ${what}${where}${hint}`;
  return reject('VALIDATION_FAILED', message, 'regex', at < 0 ? undefined : { character: at + 1 });
}
