import type { Plugin } from 'graphql-yoga';
import { exchangeOf } from '../fetch-api.js';
import { readGraphQLRequest, requestHeadProblem } from '../http-request.js';
import { Problem } from '../problem.js';

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
