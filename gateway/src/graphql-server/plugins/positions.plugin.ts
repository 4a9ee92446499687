import type { Plugin } from 'graphql-yoga';
import { BERTH_AFTER } from '../exchange.js';
import { exchangeOf } from '../fetch-api.js';

/** Longer than any view lags; short, since a cookie outlives an installation that is set up anew. */
const COOKIE_SECONDS = 30;

/** Tells the client how far it has written, by header and cookie, so that its next request reads that. */
export const usePositions = (): Plugin => ({
  onExecutionResult({ request }) {
    const { positions, response } = exchangeOf(request);
    const after = positions.toHeader();
    if (after === undefined || response.headersSent) return;
    const cookie = `${BERTH_AFTER}=${after}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`;
    response.setHeader(BERTH_AFTER, after);
    response.setHeader('set-cookie', cookie);
  },
});
