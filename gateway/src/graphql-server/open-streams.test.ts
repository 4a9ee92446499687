import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, it } from '@jest/globals';
import type { Caller } from '../graphql/caller.js';
import { OpenStreams } from './open-streams.js';

const aCaller = (userId: string): Caller => ({
  kind: 'known',
  token: '',
  identity: { kind: 'user', userId, role: 'member', sessionId: 's' },
  expiresAt: Date.now() + 60_000,
});
const aResponse = () => new EventEmitter() as ServerResponse;

describe('open streams', () => {
  it('leave room for others, whatever one caller opens', () => {
    const streams = new OpenStreams(4);
    const [ada, eve] = [aCaller('ada'), aCaller('eve')];
    const opened = [eve, eve, eve, ada].map((caller) => streams.open(aResponse(), caller));
    assert.deepEqual(
      opened.map((stream) => stream !== undefined),
      [true, true, false, true],
    );
    opened[0]?.close();
    opened[0]?.close();
    const again = streams.open(aResponse(), eve);
    assert.ok(again);
    assert.equal(streams.open(aResponse(), eve), undefined);
    for (const stream of [...opened, again]) stream?.close();
    assert.equal(streams.count, 0);
  });

  it('hold no place for a reader that is gone, before or after', () => {
    const streams = new OpenStreams(4);
    const gone = Object.assign(aResponse(), { destroyed: true }) as ServerResponse;
    assert.equal(streams.open(gone, aCaller('ada'))?.signal.aborted, true);
    assert.equal(streams.count, 0);
    const response = aResponse();
    const stream = streams.open(response, aCaller('ada'));
    assert.equal(streams.count, 1);
    response.emit('close');
    assert.equal(stream?.signal.aborted, true);
    assert.equal(streams.count, 0);
  });
});
