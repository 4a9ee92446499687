import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { logsQuery } from '@berth/contracts/telemetry/operations';
import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aLine, aLogPage } from '../testing/log-pages.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway } from '../testing/test-client.js';

jest.setTimeout(30_000);

const LINES = 60_000;

let platform: StandInPlatform;
let gateway: Gateway;
let given = 0;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  platform.answer(logsQuery, ({ after: from = '0', first = 500 }) => {
    const start = Number(from);
    const count = Math.min(Number(first), LINES - start);
    given = Math.max(given, start + count);
    const lines = Array.from({ length: count }, (_, index) =>
      aLine(start + index + 1, `${start + index} ${'x'.repeat(500)}`),
    );
    return aLogPage(lines, {
      cursor: String(start + count),
      end: start + count === LINES,
      total: LINES,
    });
  });
  gateway = await startTestGateway(platform);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

async function open(): Promise<IncomingMessage> {
  const sending = request(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${await platform.issuer.token()}`,
    },
  });
  const query = 'subscription ($job: ID!) { jobLogs(job: $job) { lines { text } } }';
  sending.end(JSON.stringify({ query, variables: { job: newId() } }));
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  return response;
}

describe('a reader that does not read', () => {
  it('is not read ahead for, and gets all of it in the end', async () => {
    const response = await open();
    response.pause();
    let before = -1;
    // What the sockets take in between is read ahead, and no more.
    await eventually(
      () => {
        const still = given === before;
        before = given;
        assert.ok(still && given > 0);
      },
      { everyMs: 300 },
    );
    assert.ok(given < LINES / 2, `${given} lines were read for a reader that takes none`);
    let text = '';
    response
      .setEncoding('utf8')
      .on('data', (part: string) => (text += part))
      .resume();
    await once(response, 'end');
    const numbers = [...text.matchAll(/"text":"(\d+) /g)].map(([, number]) => Number(number));
    assert.deepEqual(
      numbers,
      Array.from({ length: LINES }, (_, index) => index),
    );
    assert.match(text, /event: complete/);
  });
});
