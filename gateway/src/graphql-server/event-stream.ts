import type { ServerResponse } from 'node:http';

/** A reader that takes nothing for so long is cut off; it goes on from its cursor when it comes back. */
const STALLED_MS = 60_000;

/** A result as it goes over the wire: bytes where many readers get the same, so that it is encoded once. */
export type Frame = string | Buffer;

/** @param json without line breaks */
export const frameOf = (json: string): string => `event: next\ndata: ${json}\n\n`;

/**
 * Answers with server-sent events as graphql-sse's distinct connections have them: `next` for each result, `complete`
 * at the end. Holds one result at a time: where the reader is slow, the source waits.
 */
export class EventStream {
  constructor(private readonly response: ServerResponse) {}

  open(): void {
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would otherwise gather what it should pass on.
      'x-accel-buffering': 'no',
    });
    // A comment, so that the client knows at once that it is connected.
    this.response.write(':\n\n');
  }

  /** Resolves to false where the reader is gone. */
  next(frame: Frame): boolean | Promise<boolean> {
    if (this.response.destroyed) return false;
    return this.response.write(frame) ? true : this.#drained();
  }

  complete(): void {
    if (!this.response.destroyed) this.response.end('event: complete\ndata:\n\n');
  }

  #drained(): Promise<boolean> {
    const { response } = this;
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        response.off('drain', settle).off('close', settle);
        resolve(!response.destroyed);
      };
      const timer = setTimeout(() => {
        response.destroy();
        settle();
      }, STALLED_MS);
      response.once('drain', settle).once('close', settle);
    });
  }
}
