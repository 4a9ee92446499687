import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { arrived, idOf } from '../testing/chunks.js';
import { LogArchive } from './log-archive.js';
import { MetricReader } from './metric-reader.js';
import { LogReader } from './log-reader.js';
import { isWholeSlice, pruneSlice, usedBytes } from './retention.js';
import { pageAfter } from '../testing/pages.js';
import { freshFolder } from '../testing/telemetry-world.js';

const MIB = 1024 * 1024;
const DAY = 86_400_000;
const metrics = (epoch: number): string => `${JSON.stringify({ type: 'metrics', epoch, loss: 1 })}\n`;

function open() {
  const clock = { ms: 0 };
  const archive = new LogArchive(freshFolder(), () => clock.ms);
  onTestEnd(() => archive.close());
  return { archive, reader: new LogReader(archive), metricReader: new MetricReader(archive), clock };
}

describe('retention', () => {
  it('deletes what is too old, with its metrics, and nothing else', () => {
    const { archive, reader, metricReader, clock } = open();
    archive.write([arrived({ text: metrics(1) })]);
    clock.ms = 2 * DAY;
    archive.write([arrived({ seq: 1, text: metrics(2) })]);
    const policy = { maxAgeMs: DAY, maxBytes: Infinity };
    assert.equal(pruneSlice(archive.database, policy, 2 * DAY), 1);
    assert.equal(pruneSlice(archive.database, policy, 2 * DAY), 0);
    const left = metricReader.metrics(idOf('job'), undefined, { limit: 10 }).points;
    assert.deepEqual(
      left.map(({ values }) => values['epoch']),
      [2],
    );
    assert.equal(pageAfter(reader, idOf('job'), {}, { limit: 10 }).lines.length, 1);
  });

  it('does not take a chunk again that it has deleted', () => {
    const { archive, clock } = open();
    archive.write([arrived()]);
    clock.ms = 2 * DAY;
    pruneSlice(archive.database, { maxAgeMs: DAY, maxBytes: Infinity }, clock.ms);
    assert.deepEqual(archive.write([arrived(), arrived({ seq: 1 })]), [
      { outcome: 'known', upTo: { seq: 0, bytes: undefined, ended: false } },
      { outcome: 'archived', upTo: { seq: 1, bytes: undefined, ended: false } },
    ]);
  });

  it('stays within its size, deleting the oldest first', () => {
    const { archive, reader } = open();
    const chunks = Array.from({ length: 1200 }, (_, seq) =>
      arrived({ seq, text: `${seq} ${randomBytes(2000).toString('base64')}\n` }),
    );
    archive.write(chunks);
    const policy = { maxAgeMs: Infinity, maxBytes: 2 * MIB };
    assert.ok(usedBytes(archive.database) > policy.maxBytes);
    let pruned = 0;
    do pruned = pruneSlice(archive.database, policy, Date.now());
    while (isWholeSlice(pruned));
    assert.ok(usedBytes(archive.database) <= policy.maxBytes);
    const first = pageAfter(reader, idOf('job'), {}, { limit: 1 }).lines[0];
    const deleted = Number(first?.text.split(' ')[0]);
    assert.ok(deleted > 0 && deleted < 1200);
    const last = pageAfter(reader, idOf('job'), {}, { after: '1199.0', limit: 1 }).lines[0];
    assert.match(last?.text ?? '', /^1199 /);
  });
});
