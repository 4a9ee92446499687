import { defined } from './defined.js';
import type { JsonObject } from './json.js';

/** Why a command or query was refused. The gateway maps each code to a GraphQL error type. */
export type RejectionCode =
  | 'VALIDATION_FAILED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_STATE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'QUOTA_EXCEEDED'
  | 'QUEUE_FULL'
  | 'CAN_NEVER_RUN'
  | 'RESERVATION_CONFLICT'
  | 'RATE_LIMITED'
  | 'VIEW_BEHIND'
  | 'UNAVAILABLE';

/** An expected refusal: it names the field where there is one, and says what would be right. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  readonly field?: string;
  readonly details?: JsonObject;
}

export const reject = (
  code: RejectionCode,
  message: string,
  field?: string,
  details?: JsonObject,
): Rejection => ({
  code,
  message,
  ...defined({ field, details }),
});

/** Carries a rejection through code that can't return one; caught at the edge and answered, never logged as a bug. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError';
  constructor(readonly rejection: Rejection) {
    super(rejection.message);
  }
}
