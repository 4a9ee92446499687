import type { Rejection } from '@berth/kernel/rejection';
import { type Refusal } from './problems.js';

/** A request that ends by a problem. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly status?: number,
  ) {
    super(refusal.message);
  }

  static of({ code, message, field, details }: Rejection, status?: number): Refused {
    return new Refused({ code, message, field, details }, status);
  }
}
