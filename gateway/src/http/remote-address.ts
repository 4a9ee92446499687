import type { IncomingMessage } from 'node:http';
import { networkOf } from '../limits/network.js';

/**
 * Who is at the other end, as limits count them. Behind a proxy that is trusted, by the last address that it added to
 * X-Forwarded-For: those before it are what the caller claims.
 */
export function remoteAddressOf(request: IncomingMessage, trustProxy: boolean): string {
  return networkOf((trustProxy && forwardedFor(request)) || (request.socket.remoteAddress ?? 'unknown'));
}

function forwardedFor({ headers: { 'x-forwarded-for': forwarded } }: IncomingMessage): string | undefined {
  return (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim();
}
