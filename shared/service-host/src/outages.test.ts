import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { StoreUnavailableError } from '@berth/event-store';
import { ReadModelsUnavailableError } from '@berth/read-models';
import { Outages } from './outages.js';

function anOutages() {
  const lines: string[] = [];
  const line = (_: object, message: string) => lines.push(message);
  const outages = new Outages();
  outages.attach({ error: line, warn: line, info: line });
  const fails = (error: Error) =>
    assert.rejects(outages.watch('event store', 'writing', () => Promise.reject(error)));
  const works = () => outages.watch('event store', 'writing', () => Promise.resolve());
  return { outages, lines, fails, works };
}

describe('outages of stores', () => {
  it('are said once when they begin, and once when they are over, with what failed', async () => {
    const { outages, lines, fails, works } = anOutages();
    const errors = Array.from({ length: 300 }, () => new StoreUnavailableError('connection refused'));
    for (const error of errors) await fails(error);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^the event store cannot be written: connection refused;/);
    assert.ok(errors.every((error) => outages.covers(error)));
    await works();
    assert.equal(lines.length, 1, 'over though something has just failed');
    await sleep(1050);
    await works();
    await works();
    assert.equal(lines.length, 2);
    assert.match(
      lines[1] ?? '',
      /^the event store can be written again after 1\.\d s; 300 attempts failed in between$/,
    );
  });

  it('tell reading from writing, as on a full disk, and one part from another', async () => {
    const { outages, lines, fails } = anOutages();
    await fails(new StoreUnavailableError('the disk is full'));
    await sleep(1050);
    outages.worked('event store', 'reading');
    outages.worked('read models', 'writing');
    assert.equal(lines.length, 1);
    outages.failed('read models', 'reading', new ReadModelsUnavailableError('no server'));
    assert.match(lines[1] ?? '', /^the read models cannot be read: no server;/);
  });

  it('cover errors that they caused, and no others', async () => {
    const { outages, fails } = anOutages();
    const cause = new StoreUnavailableError('gone');
    await fails(cause);
    assert.ok(outages.covers(new Error('the sweep failed', { cause })));
    assert.ok(!outages.covers(new StoreUnavailableError('gone')), 'one that nobody was told of');
    const bug = new TypeError('x is not a function');
    await fails(bug);
    assert.ok(!outages.covers(bug));
  });
});
