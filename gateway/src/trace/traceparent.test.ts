import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { parentOf, toTraceparent, traceFrom } from './traceparent.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('traceparent', () => {
  it('goes on with a valid one, under a span of its own', () => {
    const trace = traceFrom(`00-${TRACE}-${SPAN}-00`);
    assert.equal(trace.traceId, TRACE);
    assert.match(toTraceparent(trace), new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    assert.notEqual(trace.spanId, SPAN);
    assert.equal(parentOf(trace), `00-${TRACE}-${SPAN}-00`);
  });

  it('reads what a later version adds', () => {
    assert.equal(traceFrom(`cc-${TRACE}-${SPAN}-01-what-comes`).traceId, TRACE);
  });

  for (const header of [
    undefined,
    '',
    'nonsense',
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  ]) {
    it(`begins a trace where there is ${JSON.stringify(header)}`, () => {
      const trace = traceFrom(header);
      assert.notEqual(trace.traceId, TRACE);
      assert.match(toTraceparent(trace), /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/);
      assert.equal(parentOf(trace), toTraceparent(trace));
    });
  }
});
