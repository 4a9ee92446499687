import type { Identity } from '@berth/bus/identity';
import type { Rejection } from '@berth/kernel/rejection';
import type { Calls } from './calls.js';
import type { Loaders } from './loaders.js';
import type { Live } from '../live/live.js';

/** Who sent the request. A token that does not hold only matters to operations that need one. */
export type Caller =
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'known';
      readonly token: string;
      readonly identity: Identity;
      /** When the token expires, in ms since 1970. */
      readonly expiresAt: number;
    }
  | { readonly kind: 'refused'; readonly rejection: Rejection };

/** Made for each request. */
export interface Context {
  readonly caller: Caller;
  readonly remoteAddress: string;
  readonly calls: Calls;
  readonly loaders: Loaders;
  readonly live: Live;
  readonly traceId: string;
  /** Of a subscription: aborts when it ends. */
  readonly signal: AbortSignal;
}
