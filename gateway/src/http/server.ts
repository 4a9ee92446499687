import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@berth/service-host/log';
import { messageOf } from '@berth/bus/log';
import { toTraceparent, traceFrom, type Trace } from '../trace/traceparent.js';
import type { Cors } from './cors.js';
import { sendProblem } from './problem.js';

export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  trace: Trace,
) => void | Promise<void>;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** By path; one that ends with a slash takes all paths below it that have no route of their own. */
  readonly routes: { readonly [path: string]: Route };
  /** Takes every path that has none. */
  readonly otherwise?: Route;
  readonly cors: Cors;
  readonly log: Logger;
}

export interface HttpServer {
  readonly port: number;
  /** Stops accepting connections. Resolves when current requests are finished or the grace period is over. */
  close(graceMs: number): Promise<void>;
}

const SECURITY_HEADERS = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
] as const;
/** A request must have arrived whole by then. */
const REQUEST_TIMEOUT_MS = 30_000;

export async function startHttpServer({
  host,
  port,
  routes,
  otherwise,
  cors,
  log,
}: HttpServerOptions): Promise<HttpServer> {
  const byPath = new Map(Object.entries(routes));
  const prefixes = Object.keys(routes)
    .filter((path) => path.length > 1 && path.endsWith('/'))
    .sort((a, b) => b.length - a.length);
  const server = createServer((request, response) => {
    const trace = traceFrom(request.headers.traceparent as string | undefined);
    response.setHeader('traceparent', toTraceparent(trace));
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
    if (cors.handle(request, response)) return;
    const path = pathOf(request);
    const served = byPath.has(path) ? path : (prefixes.find((prefix) => path.startsWith(prefix)) ?? '');
    const route = byPath.get(served) ?? otherwise;
    if (!route) return sendProblem(response, 404, { title: 'NOT_FOUND', detail: 'not found: no such path' });
    const failed = (error: unknown) => {
      // The rest of a path may be a secret.
      log.error({ err: messageOf(error), path: served, traceId: trace.traceId }, 'a request failed');
      sendProblem(response, 500, { title: 'INTERNAL', traceId: trace.traceId });
    };
    try {
      Promise.resolve(route(request, response, trace)).catch(failed);
    } catch (error) {
      failed(error);
    }
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  // Longer than the idle time of usual proxies, so that it is never us who close a connection they are about to use.
  server.keepAliveTimeout = 75_000;
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs) => closeServer(server, graceMs),
  };
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const forceCloseTimer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(forceCloseTimer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
