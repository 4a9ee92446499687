import type { Plugin } from 'graphql-yoga';
import { exchangeOf } from '../fetch-api.js';
import { setPositions } from '../request-checks.js';

/** Tells the client how far it has written. */
export const usePositions = (): Plugin => ({
  onExecutionResult: ({ request }) => setPositions(exchangeOf(request)),
});
