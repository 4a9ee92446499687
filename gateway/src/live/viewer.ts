import type { Context } from '../graphql/context.js';
import type { Calls } from '../graphql/calls.js';
import type { RightsWatch } from './rights-changes.js';

/** Who reads a stream, and until when. */
export interface Viewer {
  readonly calls: Calls;
  /** Begins to tell when their rights may have changed. */
  readonly rights: () => RightsWatch;
  readonly signal: AbortSignal;
}

export const viewerOf = ({ calls, caller, live, signal }: Context): Viewer => ({
  calls,
  rights: () => live.rights.watch(caller.kind === 'known' ? caller.identity.userId : ''),
  signal,
});
