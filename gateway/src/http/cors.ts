import type { IncomingMessage, ServerResponse } from 'node:http';

const ALLOWED_HEADERS =
  'authorization, content-type, idempotency-key, if-none-match, berth-after, traceparent, x-correlation-id, last-event-id, berth-session';
const EXPOSED_HEADERS =
  'berth-after, traceparent, x-correlation-id, retry-after, location, link, etag, allow';
const PREFLIGHT_SECONDS = '600';

/** Lets pages of the given origins call the API; a browser keeps all other pages from it. */
export class Cors {
  readonly #origins: ReadonlySet<string>;

  /** @param origins by commas */
  constructor(origins: string) {
    this.#origins = new Set(
      origins
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    );
  }

  allows(origin: string): boolean {
    return this.#origins.has(origin);
  }

  /** True where it was a preflight, which is answered. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return false;
    response.setHeader('vary', 'Origin');
    if (this.#origins.has(origin)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-allow-credentials', 'true');
      response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
    }
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return false;
    if (this.#origins.has(origin)) {
      response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
      response.setHeader('access-control-allow-headers', ALLOWED_HEADERS);
      response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
    }
    response.writeHead(204).end();
    return true;
  }
}
