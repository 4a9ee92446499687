import type { Calls } from '../graphql/calls.js';
import type { RightsWatch } from './rights-changes.js';

/** Who reads a stream, and until when. */
export interface Viewer {
  readonly calls: Calls;
  /** Starts to watch for changes of their permissions. */
  readonly rights: () => RightsWatch;
  readonly signal: AbortSignal;
}
