import { onlyGet } from '../http/only-get.js';
import { problemType, sendProblem, type ProblemCode } from '../http/problem.js';
import type { Route } from '../http/server.js';
import { statusOf } from './problems.js';

/** What each code means, and what to do. */
export const PROBLEM_TEXTS: { readonly [code in ProblemCode]: string } = {
  VALIDATION_FAILED:
    'Something that was sent is wrong. `field` names it, and the message says what would be right.',
  UNAUTHENTICATED:
    'There is no access token or API token, or it is not valid any more. Log in, or refresh the access token.',
  FORBIDDEN: 'The role or the scope of the token does not allow it. The message says what would.',
  NOT_FOUND: 'There is no such object, or the caller may not see it.',
  ALREADY_EXISTS: 'Something with this name or id is there already.',
  INVALID_STATE: 'The object is in a state in which this is not possible. Read it again.',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was used for another input. Use a new key for a new request.',
  QUOTA_EXCEEDED: 'It would exceed a quota. `details` has the limit and what is used of it.',
  QUEUE_FULL:
    'There are as many jobs of the caller in the queue as the pool allows. Try again once some have started.',
  CAN_NEVER_RUN:
    'No host of the pool could ever hold it. The message says what is asked for and what there is.',
  RESERVATION_CONFLICT: 'The devices are taken in this window. `freeWindows` says when they are free.',
  RATE_LIMITED: 'Too many requests. `Retry-After` says after how many seconds to try again.',
  VIEW_BEHIND: 'What the caller wrote before can not be read yet. Try again after `Retry-After`.',
  UNAVAILABLE:
    'A part of the platform is temporarily unavailable. Try again after `Retry-After`; with an Idempotency-Key that is safe.',
  BAD_REQUEST: 'The request can not be read. The message says what is wrong with it.',
  METHOD_NOT_ALLOWED: 'The path does not have this method. `Allow` lists those that it has.',
  NOT_ACCEPTABLE: 'The answer can not be given in a media type that `Accept` allows.',
  UNSUPPORTED_MEDIA_TYPE: 'The body has a media type that is not taken.',
  QUERY_TOO_COSTLY: 'The query may cost more than is allowed. Ask for smaller pages.',
  INTERNAL: 'An error of the server. `traceId` finds it in the logs.',
};

export const PROBLEMS_PATH = '/problems/';

/** `/problems/<code>`: what the `type` of a problem leads to. */
export function problemPagesRoute(): Route {
  const pages = new Map(
    Object.entries(PROBLEM_TEXTS).map(([code, meaning]) => [
      problemType(code),
      `${code} (HTTP ${statusOf(code)})\n\n${meaning}\n`,
    ]),
  );
  return onlyGet((request, response) => {
    const page = pages.get((request.url ?? '').split('?')[0] ?? '');
    if (page === undefined)
      return sendProblem(response, 404, { title: 'NOT_FOUND', detail: 'not found: no such problem type' });
    response.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    });
    response.end(page);
  });
}
