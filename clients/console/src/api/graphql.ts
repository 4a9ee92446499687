import { session } from '../session/session.js';
import type { Document } from './document.js';
import { request, throwProblem, type Answer } from './http.js';
import { Refused, type Refusal } from './refusal.js';

interface GraphQLAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly field?: string; readonly traceId?: string } & {
      readonly [name: string]: unknown;
    };
  }[];
}

/**
 * Asks the gateway. An access token that has expired meanwhile is renewed once.
 * @throws Refused
 */
export async function query<Result, Variables>(
  { text }: Document<Result, Variables>,
  variables: Variables,
  options: { readonly signal?: AbortSignal; readonly idempotencyKey?: string } = {},
): Promise<Result> {
  const body = JSON.stringify({ query: text, variables });
  const send = async (): Promise<Answer> => {
    const token = await session.accessToken();
    return request('/graphql', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(options.idempotencyKey !== undefined && { 'idempotency-key': options.idempotencyKey }),
      },
      ...(options.signal && { signal: options.signal }),
    });
  };
  let answer = await send();
  if (isUnauthenticated(answer) && (await session.renew())) answer = await send();
  throwProblem(answer);
  const { data, errors } = answer.body as GraphQLAnswer;
  const [error] = errors ?? [];
  if (error) throw new Refused(refusalOfError(error, answer.traceId));
  return data as Result;
}

const isUnauthenticated = ({ status, body }: Answer): boolean =>
  status === 401 ||
  ((body as GraphQLAnswer | undefined)?.errors ?? []).some(
    ({ extensions }) => extensions?.code === 'UNAUTHENTICATED',
  );

function refusalOfError(
  { message, extensions = {} }: NonNullable<GraphQLAnswer['errors']>[number],
  traceId: string | undefined,
): Refusal {
  const { code = 'INTERNAL', field, traceId: own, ...details } = extensions;
  return { code, message, field, details, traceId: own ?? traceId };
}

/** Pages that came by plain http from another machine have no `crypto.randomUUID`. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Of what a mutation gives, the part that says that it was done. */
export type Success<Payload> = Exclude<Payload, { readonly code: string }>;

/**
 * Does something, at most once: a repeat after a lost answer has the same key.
 * @throws Refused where the platform refuses
 */
export async function mutate<Result extends object, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
): Promise<Success<NonNullable<Result[keyof Result]>>> {
  const idempotencyKey = newKey();
  const options = { idempotencyKey };
  const result = await query(document, variables, options).catch((error: unknown) => {
    const again =
      error instanceof Refused &&
      (error.refusal.code === 'UNREACHABLE' || error.refusal.code === 'UNAVAILABLE');
    if (!again) throw error;
    return query(document, variables, options);
  });
  const [payload] = Object.values(result) as NonNullable<Result[keyof Result]>[];
  const refusal = payload as Partial<Refusal>;
  if (payload === undefined) throw new Error('a mutation gives one field');
  if (typeof refusal.code === 'string' && typeof refusal.message === 'string')
    throw new Refused({ ...(payload as unknown as Refusal), field: refusal.field ?? undefined });
  return payload as Success<NonNullable<Result[keyof Result]>>;
}
