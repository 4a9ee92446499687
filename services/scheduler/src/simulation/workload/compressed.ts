import { gunzipSync } from 'node:zlib';
import { refusal } from './lines.js';

const MAX_BYTES = 64 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** @throws RejectedError where it is no gzip in base64, or unfolds to too much */
export function gunzipped(text: string, field: string): string {
  if (!BASE64.test(text)) throw refusal(field, 'must be gzip data in base64 when gzip is true');
  try {
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: MAX_BYTES }).toString('utf8');
  } catch {
    throw refusal(
      field,
      `must be gzip data in base64, and ${MAX_BYTES / 1024 / 1024} MiB at most when uncompressed`,
    );
  }
}
