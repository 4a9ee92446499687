import { Exchange } from '../graphql-server/exchange.js';
import { Problem } from '../graphql-server/problem.js';
import { sendProblemAnswer } from '../http/problem.js';
import { remoteAddressOf } from '../http/remote-address.js';
import type { Route as HttpRoute } from '../http/server.js';
import { BASE_PATH } from './base-path.js';
import { Endpoint } from './endpoint.js';
import { PathRouter } from './path-router.js';
import { problemOf } from './problems.js';
import { ROUTES } from './routes.js';
import { Refused } from './refused.js';
import { RestRequest, type RestOptions } from './rest-request.js';

/** `/api/v1/…`: each route runs a stored GraphQL operation, through the same checks as `/graphql`. */
export function restRoute(options: RestOptions): HttpRoute {
  const router = new PathRouter<Endpoint>();
  for (const route of ROUTES)
    router.add(route.method, route.path, new Endpoint(route, options.schema, options.documents));
  return async (incoming, response, trace) => {
    const exchange = new Exchange(incoming, response, trace, remoteAddressOf(incoming, options.trustProxy));
    const { traceId } = exchange;
    try {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://gateway');
      const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET');
      const found = router.find(method, pathname.slice(BASE_PATH.length));
      if (!found)
        throw new Refused({
          code: 'NOT_FOUND',
          message: `not found: ${BASE_PATH} has no such path; /docs lists them`,
        });
      if ('methods' in found) {
        response.setHeader('allow', allowed(found.methods));
        if (method === 'OPTIONS') return void response.writeHead(204).end();
        throw new Refused({
          code: 'METHOD_NOT_ALLOWED',
          message: `the method must be ${allowed(found.methods)}`,
        });
      }
      await new RestRequest(options, exchange, found.value, found.parameters, searchParams).answer();
    } catch (error) {
      if (error instanceof Problem) return sendProblemAnswer(response, error.answer);
      if (!(error instanceof Refused)) throw error;
      sendProblemAnswer(response, problemOf(error.refusal, traceId, error.status));
    }
  };
}

const allowed = (methods: readonly string[]): string =>
  [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
