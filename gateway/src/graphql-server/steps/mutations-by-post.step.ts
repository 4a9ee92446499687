import type { BadRequest } from '../http-request.js';
import { isMutation } from '../operation.js';
import { Problem } from '../problem.js';
import type { Step } from './step.js';

const NOT_BY_GET: BadRequest = { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'mutations need POST' };

/** A GET changes nothing: a page of a foreign origin can send one. */
export const mutationsByPostStep: Step = {
  before({ incoming, operation }) {
    if (incoming.method === 'GET' && operation && isMutation(operation))
      throw Problem.ofBadRequest(NOT_BY_GET);
  },
};
