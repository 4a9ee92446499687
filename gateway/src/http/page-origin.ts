import type { IncomingMessage } from 'node:http';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Cors } from './cors.js';

/** Whose pages are trusted. */
export interface PageOrigins {
  readonly cors: Cors;
  readonly publicUrl: string | undefined;
}

/**
 * Why the page that sends a request may not do so. Browsers say where it is from in headers that no script can
 * set: a request without any of them is not from a page.
 */
export function foreignPage(
  { headers }: IncomingMessage,
  { cors, publicUrl }: PageOrigins,
): Rejection | undefined {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (origin === undefined && site === undefined)
    return refused('FORBIDDEN', 'Origin', 'is missing: this is for pages in browsers, which send it');
  const isOwn = origin !== undefined && isSameOrigin(origin, host, publicUrl);
  const isAllowed = origin !== undefined && cors.allows(origin);
  if (origin !== undefined && !isOwn && !isAllowed)
    return refused(
      'FORBIDDEN',
      'Origin',
      'must be that of the gateway, or one of BERTH_ALLOWED_ORIGINS; the page is from elsewhere',
    );
  if (site === undefined || site === 'same-origin' || (site === 'same-site' && isAllowed)) return undefined;
  return refused('FORBIDDEN', 'Sec-Fetch-Site', 'must be same-origin; the page is from another site');
}

function isSameOrigin(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const given = new URL(origin);
  return publicUrl === undefined
    ? given.host === host?.toLowerCase()
    : given.origin === new URL(publicUrl).origin;
}

const refused = (code: Rejection['code'], field: string, what: string): Rejection =>
  reject(code, `${field}: ${what}`, field);
