import type { Context } from '../graphql/context.js';
import type { Viewer } from './viewer.js';

/** Who makes a request, as the reader of a stream. */
export const viewerOf = ({ calls, caller, live, signal }: Context): Viewer => ({
  calls,
  rights: () => live.rights.watch(caller.kind === 'known' ? caller.identity.userId : ''),
  signal,
});
