import { EXIT, exitCodeOf } from './exit-codes.js';

/** What ends a command: a sentence, an exit code, and what to do next. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
    /** A sentence or a command that helps. */
    readonly next?: string,
  ) {
    super(message);
  }
}

/** An argument, option or file is wrong: the message names it, and says what would be right. */
export class UsageError extends CliError {
  constructor(message: string, next?: string) {
    super(message, EXIT.usage, next);
  }
}

/** Problem details (RFC 9457), as the gateway answers them. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly code?: string;
  readonly field?: string;
  readonly details?: { readonly [name: string]: unknown };
  readonly traceId?: string;
}

/** The gateway refused. */
export class Refused extends CliError {
  constructor(
    readonly problem: Problem,
    next?: string,
  ) {
    super(
      problem.detail ?? problem.title,
      exitCodeOf(problem.code, problem.status),
      next ?? nextAfter(problem),
    );
  }
}

/** No answer, or none in time. */
export class Unreachable extends CliError {
  constructor(message: string, next?: string) {
    super(message, EXIT.unreachable, next);
  }
}

function nextAfter({ code, details }: Problem): string | undefined {
  switch (code) {
    case 'UNAUTHENTICATED':
      return 'log in with: berth login';
    case 'FORBIDDEN':
      return 'berth whoami shows who you are; an admin can give rights';
    case 'RESERVATION_CONFLICT':
      return 'berth free shows when devices are free';
    case 'QUOTA_EXCEEDED':
      return 'berth quota list shows limits and use';
    case 'RATE_LIMITED': {
      const seconds = details?.['retryAfterSeconds'];
      return typeof seconds === 'number' ? `try again in ${Math.ceil(seconds)} s` : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * What is written on stderr of an error: code, sentence, the option that is wrong, what to do next, the trace id.
 * @param optionOf the option that sets a field of the API
 */
export function describeError(error: unknown, optionOf: (field: string) => string | undefined): string {
  if (!(error instanceof CliError)) {
    return `berth: ${error instanceof Error ? error.message : String(error)}; use --debug for more`;
  }
  const lines: string[] = [];
  if (error instanceof Refused) {
    const { code, field, traceId } = error.problem;
    const option = field === undefined ? undefined : optionOf(field);
    lines.push(`berth: ${error.message}${code === undefined ? '' : ` [${code}]`}`);
    if (field !== undefined) lines.push(`  field: ${field}${option === undefined ? '' : ` (${option})`}`);
    if (error.next !== undefined) lines.push(`  next: ${error.next}`);
    if (traceId !== undefined) lines.push(`  trace: ${traceId}`);
  } else {
    lines.push(`berth: ${error.message}`);
    if (error.next !== undefined) lines.push(`  next: ${error.next}`);
  }
  return lines.join('\n');
}
