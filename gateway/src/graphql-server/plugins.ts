import type { GraphQLError } from 'graphql';
import { type Plugin, isAsyncIterable } from 'graphql-yoga';
import type { Callers } from '../callers/callers.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { INTERNAL, type ErrorMasking } from './error-masking.js';
import { exchangeOf } from './fetch-api.js';
import { answerTypeOf, type BadRequest, readGraphQLRequest, requestHeadProblem } from './http-request.js';
import type { Operations } from './operations.js';
import { Problem } from './problem.js';
import { identifyCaller, checkIdempotencyKey, setPositions } from './request-checks.js';

/** Finds out who asks, and refuses whoever asks too often. */
export const useCaller = (callers: Callers, rateLimits: RateLimits): Plugin => ({
  onRequestParse: ({ request }) => identifyCaller(exchangeOf(request), callers, rateLimits),
});

/**
 * Masks the errors of every result, wherever they come from: all results pass this hook. Yoga's own masking does not know
 * the request, whose trace id an error bears.
 */
export const useErrorMasking = (masking: ErrorMasking): Plugin => ({
  onResultProcess({ request, result, setResult }) {
    if (isAsyncIterable(result) || Array.isArray(result) || !result.errors) return;
    const [first] = result.errors;
    if (first instanceof Problem) return;
    const { incoming, traceId } = exchangeOf(request);
    const errors = result.errors.map((error) => masking.mask(error, traceId));
    const status = result.data === undefined ? statusOf(errors, incoming.headers.accept) : 200;
    setResult({ ...result, errors, extensions: { ...result.extensions, http: { status } } });
  },
});

/** Of what was not executed: the client's fault. Those who only know application/json expect 200 all the same. */
function statusOf(errors: readonly GraphQLError[], mediaType: string | undefined): number {
  if (errors.some(({ extensions }) => extensions['code'] === INTERNAL)) return 500;
  return mediaType === 'application/graphql-response+json' ? 400 : 200;
}

/** Refuses an `Idempotency-Key` that is none. */
export const useIdempotencyKey = (): Plugin => ({
  onRequestParse: ({ request }) => checkIdempotencyKey(exchangeOf(request)),
});

const NOT_ACCEPTABLE: BadRequest = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: 'accept must allow application/graphql-response+json, application/json or text/event-stream',
};
/** Chooses the media type of the answer. Yoga's result processors then see that one only, and no multipart. */
export const useMediaType = (): Plugin => ({
  onRequestParse({ request }) {
    const { headers } = exchangeOf(request).incoming;
    const type = answerTypeOf(headers.accept);
    if (!type) throw Problem.ofBadRequest(NOT_ACCEPTABLE);
    headers.accept = type;
  },
});

/** Tells the client how far it has written. */
export const usePositions = (): Plugin => ({
  onExecutionResult: ({ request }) => setPositions(exchangeOf(request)),
});

/** Answers a request that a plugin has ended by a `Problem`. */
export const useProblems = (): Plugin => ({
  onResultProcess({ result, setResultProcessor }) {
    const problem = isAsyncIterable(result) || Array.isArray(result) ? undefined : result.errors?.[0];
    if (!(problem instanceof Problem)) return;
    const { body, headers, status } = problem.answer;
    const answer = (_result: unknown, { Response }: typeof globalThis): Response =>
      new Response(body, { status, headers });
    setResultProcessor(answer as never, 'application/problem+json');
  },
});

/**
 * Reads requests in place of Yoga's parsers: JSON of limited size only, so that no page of a foreign origin can send one
 * without the browser asking first, and wrong ones are answered with the field that is wrong.
 */
export const useRequestBody = (maxBytes: number): Plugin => ({
  onRequestParse({ request, setRequestParser }) {
    const { incoming } = exchangeOf(request);
    const wrong = requestHeadProblem(incoming);
    if (wrong) throw Problem.ofBadRequest(wrong);
    setRequestParser(async () => {
      const read = await readGraphQLRequest(incoming, maxBytes);
      if (!read.ok) throw Problem.ofBadRequest(read.error);
      return read.value;
    });
  },
});

/** Handles the parameters of a request, in place of Yoga's own way through parsing, validation and execution. */
export const useOperations = (operations: Operations): Plugin => ({
  onParams({ setParamsHandler }) {
    setParamsHandler(({ request, params }) => operations.run(exchangeOf(request), params));
  },
});
