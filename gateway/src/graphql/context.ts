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
  /** Base of URLs in responses. */
  readonly baseUrl: string;
  readonly traceId: string;
  /** Calls `act` if the client disconnects or the request times out. Returns a function that cancels this. */
  readonly onDisconnect: (act: () => void) => () => void;
  /** Answers the client with a timeout. */
  readonly giveUp: () => void;
  /** Of a subscription: aborts when it ends. */
  readonly signal: AbortSignal;
}
