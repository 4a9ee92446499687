import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { searchLogsQuery } from '@berth/contracts/telemetry/operations';
import { eventually } from '@berth/testing/eventually';
import { idOf } from '../testing/chunks.js';
import { ADA, EVE, ROOT, TelemetryWorld } from '../testing/telemetry-world.js';
import { TestTail } from '../testing/test-tail.js';

const PATIENCE = { timeoutMs: 20_000, everyMs: 50 };

describe('searching the output of a job', () => {
  let world: TelemetryWorld;
  beforeAll(async () => {
    world = await TelemetryWorld.start();
    await world.hasMember('project', 'ada');
    await world.places('job', 1, 'host');
    const bus = await world.connectAgent('host');
    const text = Array.from({ length: 100 }, (_, index) => `line ${index + 1}\n`).join('');
    await new TestTail(bus, { host: 'host', job: 'job', run: 1 }, 'stdout', [text, 'ERROR the end\n']).done;
  });
  afterAll(() => world.stop());

  it('finds lines for members of the project and for staff, and for nobody else', async () => {
    const input = { jobId: idOf('job'), text: 'LINE 5', first: 2, contextAfter: 1 };
    await eventually(async () => {
      const found = await world.done(ADA, searchLogsQuery, input);
      assert.deepEqual(
        found.hits.map(({ line, after }) => [line.number, after[0]?.text]),
        [
          [5, 'line 6'],
          [50, 'line 51'],
        ],
      );
    }, PATIENCE);
    const all = await world.done(ROOT, searchLogsQuery, {
      jobId: idOf('job'),
      regex: '^ERROR',
      level: 'error',
    });
    assert.deepEqual([all.hits.map(({ line }) => line.number), all.exhausted], [[101], true]);
    for (const jobId of [idOf('job'), idOf('unknown')]) {
      const reply = await world.others.ask(EVE, searchLogsQuery, { jobId, text: 'x' });
      assert.deepEqual(reply.ok ? 'OK' : [reply.error.code, reply.error.field], ['NOT_FOUND', 'jobId']);
    }
  });

  const CASES: readonly (readonly [input: object, field: string, message: RegExp])[] = [
    [{}, 'text', /text: is missing: what to search for; or give a regex/],
    [{ text: 'a', regex: 'b' }, 'regex', /regex: must be given without text/],
    [{ text: '' }, 'text', /text: must not be empty/],
    [{ regex: '' }, 'regex', /regex: must not be empty/],
    [{ text: 'a\nb' }, 'text', /text: must be one line/],
    [{ regex: 'a\r' }, 'regex', /regex: must be one line/],
    [{ text: 'x'.repeat(501) }, 'text', /text: must have at most 500 characters/],
    [{ regex: 'x'.repeat(501) }, 'regex', /regex: must have at most 500 characters/],
    [{ regex: 'a(b' }, 'regex', /regex: missing closing \) at character 1|regex: missing closing \)/],
    [{ regex: 'a(?=b)' }, 'regex', /lookaround and back references are not supported/],
    [{ regex: '(a|b|.){900}' }, 'regex', /regex: is too large, with \d+ steps/],
    [{ text: 'a', level: 'loud' }, 'level', /level: must be one of trace, debug/],
    [{ text: 'a', stream: 'out' }, 'stream', /stream: /],
    [{ text: 'a', run: 0 }, 'run', /run: /],
    [{ text: 'a', after: 'x' }, 'after', /after: is not a valid cursor/],
    [{ text: 'a', first: 201 }, 'first', /first: /],
    [{ text: 'a', first: -1 }, 'first', /first: /],
    [{ text: 'a', contextBefore: 21 }, 'contextBefore', /contextBefore: /],
    [{ text: 'a', contextAfter: 1.5 }, 'contextAfter', /contextAfter: /],
    [{ text: 'a', caseSensitive: 'yes' }, 'caseSensitive', /caseSensitive: /],
    [{ text: 5 }, 'text', /text: /],
    [{ text: 'a', colour: 'red' }, 'colour', /colour/],
  ];
  for (const [input, field, message] of CASES)
    it(`is refused by name: ${JSON.stringify(input).slice(0, 60)}`, async () => {
      const reply = await world.others.ask(ADA, searchLogsQuery, { jobId: idOf('job'), ...input } as never);
      assert.ok(!reply.ok);
      assert.deepEqual(
        [reply.error.code, reply.error.field],
        ['VALIDATION_FAILED', field],
        reply.error.message,
      );
      assert.match(reply.error.message, message);
    });
});
