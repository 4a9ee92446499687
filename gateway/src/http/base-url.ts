import type { IncomingMessage } from 'node:http';

const HOST = /^[\w.-]{1,255}(:\d{1,5})?$|^\[[\da-fA-F:]{2,45}\](:\d{1,5})?$/;

/**
 * Where the client finds the gateway: what is configured, or the address that it used, told to nobody but itself. Empty
 * where that is none.
 */
export function baseUrlOf(
  { headers: { host = '' } }: IncomingMessage,
  publicUrl: string | undefined,
): string {
  return (publicUrl ?? (HOST.test(host) ? `http://${host}` : '')).replace(/\/+$/, '');
}
