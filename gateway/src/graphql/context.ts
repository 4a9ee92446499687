import type { Caller } from './caller.js';
import type { Calls } from './calls.js';
import type { Loaders } from './loaders.js';
import type { Live } from '../live/live.js';

/** Made for each request. */
export interface Context {
  readonly caller: Caller;
  readonly calls: Calls;
  readonly loaders: Loaders;
  readonly live: Live;
  /** Before the paths of addresses that are handed out. */
  readonly baseUrl: string;
  readonly traceId: string;
  /** Does something if the client goes before it is answered, or is not waited for any longer. Returns what ends that. */
  readonly whenGone: (act: () => void) => () => void;
  /** The client is told that it took too long. */
  readonly giveUp: () => void;
  /** Of a subscription: aborts when it ends. */
  readonly signal: AbortSignal;
}
