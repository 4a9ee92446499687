import type { IncomingHttpHeaders } from 'node:http';
import type { Exchange } from './exchange.js';

/**
 * Requests and responses as Yoga and its plugins use them. The full classes of the Fetch API cost more than all the rest
 * that Yoga does: these read Node's message in place, and hold what is to be written.
 */
export class NodeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: RequestHeaders;

  constructor(readonly exchange: Exchange) {
    const { method = 'GET', url = '/', headers } = exchange.incoming;
    this.method = method;
    this.url = url;
    this.headers = new RequestHeaders(headers);
  }
}

/** The exchange that a plugin is called about. */
export const exchangeOf = (request: Request): Exchange => (request as unknown as NodeRequest).exchange;

class RequestHeaders {
  constructor(private readonly headers: IncomingHttpHeaders) {}

  get(name: string): string | null {
    const value = this.headers[name.toLowerCase()];
    if (value === undefined) return null;
    return typeof value === 'string' ? value : value.join(', ');
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }
}

type Body = string | ReadableStream<Uint8Array> | null;

export class PlainResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;

  constructor(
    readonly body: Body = null,
    { status = 200, headers = {} }: { readonly status?: number; readonly headers?: Fields } = {},
  ) {
    this.status = status;
    this.headers = new ResponseHeaders(headers);
  }
}

type Fields = { readonly [name: string]: string };

class ResponseHeaders {
  readonly fields: { [name: string]: string } = {};

  constructor(fields: Fields) {
    for (const name in fields) this.set(name, fields[name] ?? '');
  }

  get(name: string): string | null {
    return this.fields[name.toLowerCase()] ?? null;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  set(name: string, value: string): void {
    this.fields[name.toLowerCase()] = value;
  }

  delete(name: string): void {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    delete this.fields[name.toLowerCase()];
  }
}
