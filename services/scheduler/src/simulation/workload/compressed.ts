import { gunzipSync } from 'node:zlib';
import { refusal } from './lines.js';

const MOST_BYTES = 64 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** @throws RejectedError where it is no gzip in base64, or unfolds to too much */
export function unfolded(text: string, field: string): string {
  if (!BASE64.test(text)) throw refusal(field, 'must be gzip in base64, where gzip is true');
  try {
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_BYTES }).toString('utf8');
  } catch {
    throw refusal(field, `must be gzip in base64, and ${MOST_BYTES / 1024 / 1024} MiB unfolded at most`);
  }
}
