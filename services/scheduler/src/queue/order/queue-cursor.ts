import { RejectedError, reject } from '@berth/kernel/rejection';
import { z } from 'zod';
import type { Ranked } from './pool-order.js';

/** The last is a member's number, which older cursors lack. */
const place = z.tuple([z.number(), z.number(), z.string(), z.string()]).rest(z.number());

/** A cursor names a place in the order, not a position: it holds also once jobs before it have left. */
export const cursorOf = ({ grantPriority, rank, submittedAt, member, jobId }: Ranked): string =>
  Buffer.from(JSON.stringify([grantPriority, rank, submittedAt, jobId, member])).toString('base64url');

/** @throws RejectedError naming the field */
export function placeOf(cursor: string, field: string): Ranked {
  const parsed = place.safeParse(jsonOf(cursor));
  if (!parsed.success)
    throw new RejectedError(
      reject('VALIDATION_FAILED', `${field}: is not a valid cursor for this list`, field),
    );
  const [grantPriority, rank, submittedAt, jobId, member = 0] = parsed.data;
  return { grantPriority, rank, submittedAt, member, jobId };
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
