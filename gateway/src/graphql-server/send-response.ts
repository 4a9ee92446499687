import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { streamHead } from '../http/event-stream.js';
import type { PlainResponse } from './fetch-api.js';

/** A reader that takes nothing for so long is cut off; it goes on from its cursor when it comes back. */
const STALLED_MS = 60_000;

/** Nothing that is not within the page itself: it asks for no script, style or font of another origin, or of this one. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Writes what Yoga answers. */
export async function sendResponse(answer: PlainResponse, response: ServerResponse): Promise<void> {
  const { body, headers, status } = answer;
  if (response.destroyed) return void (await (body as ReadableStream | undefined)?.cancel?.());
  if (body !== null && typeof body !== 'string') return sendEvents(status, body, response);
  if (headers.get('content-type')?.startsWith('text/html'))
    response.setHeader('content-security-policy', PAGE_POLICY);
  response.writeHead(status, {
    ...headers.fields,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body ?? ''),
  });
  response.end(body ?? '');
}

/** Server-sent events, one result at a time: where the reader is slow, the source waits. */
async function sendEvents(
  status: number,
  body: ReadableStream<Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  const events = body.getReader();
  const gone = (): void => void events.cancel();
  response.once('close', gone);
  response.writeHead(status, streamHead('text/event-stream'));
  for (;;) {
    const { done, value } = await events.read();
    if (done || response.destroyed) break;
    if (!response.write(value) && !(await drained(response))) break;
  }
  response.off('close', gone);
  if (!response.destroyed) response.end();
}

/** Resolves once more can be written, to what is piped into the response or to itself: false where the reader is gone, or has taken nothing for too long. */
export function drained(response: ServerResponse, from: Writable = response): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      from.off('drain', settle);
      response.off('close', settle);
      resolve(!response.destroyed);
    };
    const timer = setTimeout(() => {
      response.destroy();
      settle();
    }, STALLED_MS);
    from.once('drain', settle);
    response.once('close', settle);
  });
}
