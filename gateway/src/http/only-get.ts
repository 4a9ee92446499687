import { sendProblem } from './problem.js';
import type { Route } from './server.js';

/** A route that is only read. */
export const onlyGet =
  (handle: Route): Route =>
  (request, response, trace) => {
    if (request.method === 'GET' || request.method === 'HEAD') return handle(request, response, trace);
    response.setHeader('allow', 'GET, HEAD');
    sendProblem(response, 405, { title: 'METHOD_NOT_ALLOWED', detail: 'the method must be GET' });
  };
