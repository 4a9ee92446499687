import { Refused, unreachable, type Refusal } from './refusal.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly traceId: string | undefined;
}

/**
 * A JSON request to the gateway that this page came from.
 * @throws Refused where no answer comes
 */
export async function request(path: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw unreachable(error);
  }
  const traceId = traceIdOf(response.headers);
  try {
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), traceId };
  } catch (error) {
    throw unreachable(error);
  }
}

/** A `traceparent` is version, trace id, span id and flags. */
export const traceIdOf = (headers: Headers): string | undefined => headers.get('traceparent')?.split('-')[1];

interface ProblemDetails {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly field?: string;
  readonly details?: Refusal['details'];
  readonly traceId?: string;
}

/** @throws Refused where the answer is a problem (RFC 9457) */
export function throwProblem({ status, body, traceId }: Answer): void {
  if (status < 400) return;
  const problem = (body ?? {}) as ProblemDetails;
  const code = problem.code ?? problem.title ?? `HTTP_${status}`;
  throw new Refused({
    code,
    message: problem.detail ?? code,
    field: problem.field,
    details: problem.details,
    traceId: problem.traceId ?? traceId,
  });
}
