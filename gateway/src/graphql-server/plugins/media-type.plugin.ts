import type { Plugin } from 'graphql-yoga';
import { exchangeOf } from '../fetch-api.js';
import { answerTypeOf, type BadRequest } from '../http-request.js';
import { Problem } from '../problem.js';

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
