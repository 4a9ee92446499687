import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../graphql/caller.js';
import { Positions } from '../graphql/positions.js';
import { type Trace, toTraceparent } from '../trace/traceparent.js';
import type { Operation } from './operation.js';

export function cookieOf(cookies: string | undefined, name: string): string | undefined {
  for (const part of cookies?.split(';') ?? []) {
    const separator = part.indexOf('=');
    if (part.slice(0, separator).trim() === name) return part.slice(separator + 1).trim();
  }
  return undefined;
}

export const BERTH_AFTER = 'berth-after';

/** One request and its answer: what plugins find out about it, for those that come after them. */
export class Exchange {
  caller: Caller = { kind: 'anonymous' };
  /** Known once the document has been parsed. */
  operation: Operation | undefined;
  /** That calls of services go under. */
  traceparent: string;
  /** What the client has seen of each service's log, and what this request adds. */
  readonly positions: Positions;

  constructor(
    readonly incoming: IncomingMessage,
    readonly response: ServerResponse,
    readonly trace: Trace,
    readonly remoteAddress: string,
  ) {
    this.traceparent = toTraceparent(trace);
    this.positions = Positions.parse(
      this.header(BERTH_AFTER) ?? cookieOf(incoming.headers.cookie, BERTH_AFTER),
    );
  }

  get traceId(): string {
    return this.trace.traceId;
  }

  /** Undefined where it is absent, empty or sent more than once. */
  header(name: string): string | undefined {
    const value = this.incoming.headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }
}
