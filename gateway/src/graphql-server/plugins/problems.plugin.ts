import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { Problem } from '../problem.js';

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
