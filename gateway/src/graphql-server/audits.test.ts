import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway } from '../testing/test-client.js';

let platform: StandInPlatform;
let gateway: Gateway;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('GraphQL over HTTP', () => {
  // They read the schema, which outsiders may not.
  const fetchFn = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await platform.issuer.token()}`);
    return fetch(url, { ...init, headers });
  };
  for (const audit of serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn })) {
    it(audit.name, async () => {
      const result = await audit.fn();
      const reason = 'reason' in result ? result.reason : undefined;
      assert.equal(result.status, 'ok', reason);
    });
  }
});
