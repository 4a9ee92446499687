import type { Calls } from '../graphql/calls.js';
import type { RightsWatch } from './rights-changes.js';

/** Who reads a stream, and until when. */
export interface Viewer {
  readonly calls: Calls;
  /** Begins to tell when their rights may have changed. */
  readonly rights: () => RightsWatch;
  readonly signal: AbortSignal;
}
