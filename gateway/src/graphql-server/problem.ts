import { GraphQLError } from 'graphql';
import { defined } from '@berth/kernel/defined';
import type { Rejection } from '@berth/kernel/rejection';
import { problemAnswer, rejectionAnswer, type ProblemAnswer } from '../http/problem.js';
import type { BadRequest } from './http-request.js';

/**
 * Ends a request whose operation is not executed: it is answered as problem details in place of a GraphQL result. Any hook
 * of a plugin may throw it.
 */
export class Problem extends GraphQLError {
  private constructor(
    message: string,
    readonly answer: ProblemAnswer,
  ) {
    super(message);
  }

  static ofRejection(rejection: Rejection, traceId: string): Problem {
    return new Problem(rejection.message, rejectionAnswer(rejection, traceId));
  }

  static ofBadRequest({ status, code, message, field }: BadRequest): Problem {
    const details = { title: code, detail: message, ...defined({ field }) };
    return new Problem(message, problemAnswer(status, details, status === 405 ? { allow: 'GET, POST' } : {}));
  }
}
