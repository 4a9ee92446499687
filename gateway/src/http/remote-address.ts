import type { IncomingMessage } from 'node:http';

/**
 * Who is at the other end. Behind a proxy that is trusted, the last address that it added to X-Forwarded-For: those
 * before it are what the caller claims.
 */
export function remoteAddressOf(request: IncomingMessage, trustProxy: boolean): string {
  if (trustProxy) {
    const forwarded = request.headers['x-forwarded-for'];
    const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim();
    if (last) return last.slice(0, 60);
  }
  return request.socket.remoteAddress ?? 'unknown';
}
