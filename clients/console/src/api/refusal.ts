/** What the platform answers when it does not do what it was asked for. */
export interface Refusal {
  /** Stable, for programs: what it says in each language goes by it. */
  readonly code: string;
  /** In English, for what the console has no text of its own for. */
  readonly message: string;
  /** The field of the input that is wrong, such as `input.gpus.count`. */
  readonly field?: string | undefined;
  readonly details?: { readonly [name: string]: unknown } | undefined;
  /** What an operator finds the request by. */
  readonly traceId?: string | undefined;
}

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
    this.name = 'Refused';
  }
}

/** No answer came: the gateway is down, or the network is. */
export const UNREACHABLE = 'UNREACHABLE';

export const unreachable = (cause: unknown): Refused => {
  const refused = new Refused({ code: UNREACHABLE, message: 'the gateway does not answer' });
  refused.cause = cause;
  return refused;
};

/** @returns what an unknown error says in the same form; faults of the console itself are INTERNAL */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
