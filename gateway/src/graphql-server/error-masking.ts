import { GraphQLError } from 'graphql';
import { RejectedError } from '@berth/kernel/rejection';
import type { Logger } from '@berth/service-host/log';
import { toGraphQLError } from '../graphql/calls.js';

/** Messages quote what was sent, and that may be long. */
const LONGEST_MESSAGE = 500;

/** The code of errors that are no business of clients. */
export const INTERNAL = 'INTERNAL';

/** What clients see of errors: those meant for them as they are; of all others a trace id. */
export class ErrorMasking {
  constructor(
    private readonly log: Pick<Logger, 'error'>,
    private readonly options: { readonly suggestions: boolean },
  ) {}

  mask(error: GraphQLError, traceId: string): GraphQLError {
    const { originalError } = error;
    if (originalError instanceof RejectedError) {
      const { message, extensions } = toGraphQLError(originalError.rejection);
      return new GraphQLError(message, { ...placeOf(error), extensions });
    }
    // What resolvers mean for clients has a code; what graphql-js finds wrong with their answers has none.
    const isOurs = typeof error.extensions['code'] === 'string';
    const isForeign =
      error.extensions['unexpected'] === true ||
      (originalError !== undefined && !(originalError instanceof GraphQLError));
    if (isForeign || (error.path && !isOurs)) return this.#hidden(error, traceId);
    const message = this.#worded(error.message);
    const code = error.extensions['code'] ?? 'BAD_REQUEST';
    if (message === error.message && code === error.extensions['code']) return error;
    return new GraphQLError(message, { ...placeOf(error), extensions: { ...error.extensions, code } });
  }

  #hidden(error: GraphQLError, traceId: string): GraphQLError {
    this.log.error({ err: error.originalError ?? error, path: error.path, traceId }, 'an operation failed');
    return new GraphQLError('internal error', {
      ...placeOf(error),
      extensions: { code: INTERNAL, traceId },
    });
  }

  #worded(message: string): string {
    const text = this.options.suggestions ? message : message.replace(/ Did you mean .*\?$/s, '');
    return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE)}…`;
  }
}

const placeOf = ({ nodes, source, positions, path }: GraphQLError) => ({
  nodes: nodes ?? null,
  source: source ?? null,
  positions: positions ?? null,
  path: path ?? null,
});
