import type { ServerResponse } from 'node:http';

/** A connection that says nothing for so long would be closed by proxies. */
const HEARTBEAT_MS = 12_000;

/** The head of an answer that is written as it comes. */
export const streamHead = (type: string): { readonly [name: string]: string } => ({
  'content-type': `${type}; charset=utf-8`,
  'cache-control': 'no-store',
  // nginx would otherwise gather what it should pass on.
  'x-accel-buffering': 'no',
});

/** Begins server-sent events, and keeps the connection alive until what it returns is called. */
export function beginEvents(response: ServerResponse): () => void {
  response.writeHead(200, streamHead('text/event-stream'));
  response.write(': connected\n\n');
  const heartbeat = setInterval(() => response.write(': \n\n'), HEARTBEAT_MS);
  return () => clearInterval(heartbeat);
}
