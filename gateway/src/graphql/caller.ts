import type { Identity } from '@berth/bus/identity';
import type { Rejection } from '@berth/kernel/rejection';

/** Who sent the request. An invalid token matters only to operations that require one. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'known';
      readonly token: string;
      readonly identity: Identity;
      /** When the token expires, in ms since 1970. */
      readonly expiresAt: number;
    }
  | { readonly kind: 'refused'; readonly rejection: Rejection };
