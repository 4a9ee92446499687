import type { GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { INTERNAL, type ErrorMasking } from '../error-masking.js';
import { exchangeOf } from '../fetch-api.js';
import { Problem } from '../problem.js';

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
