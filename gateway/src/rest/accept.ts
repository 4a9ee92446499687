import type { IncomingMessage } from 'node:http';

const KNOWN_TYPES = ['application/json', 'text/event-stream', 'application/x-ndjson', 'text/plain'];

/** Those of `Accept` that we know, in its order; none where it leaves it open. */
export function acceptedTypes({ headers: { accept } }: IncomingMessage): readonly string[] {
  if (accept === undefined || accept === '') return [];
  const types = accept.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase());
  const known = types.flatMap((type) => {
    if (type === '*/*' || type === 'application/*') return ['application/json'];
    return KNOWN_TYPES.includes(type) ? [type] : [];
  });
  return known.length > 0 ? known : ['none'];
}
