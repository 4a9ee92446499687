import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { hostFacts as schema } from '@berth/contracts/inventory/events';
import { hostFacts } from './host-facts.js';
import { HostLoadReader, parseMemory } from './host-load.js';

describe('hostFacts', () => {
  it('describes this machine', async () => {
    const facts = schema.parse(
      await hostFacts('0.1.0', 'enforced', { statement: 'held apart', adminsOnly: false }),
    );
    assert.equal(facts.limits, 'enforced');
    assert.deepEqual([facts.isolation, facts.adminsOnly], ['held apart', false]);
    assert.match(facts.os ?? '', /kernel \d/);
  });
});

describe('HostLoadReader', () => {
  it('reads memory at once, and CPU from the second reading on', async () => {
    const meter = new HostLoadReader();
    const first = await meter.read();
    assert.equal(first.cpuPercent, undefined);
    assert.ok((first.memoryUsedMiB ?? 0) < (first.memoryTotalMiB ?? 0));
    const until = performance.now() + 100;
    while (performance.now() < until);
    const second = await meter.read();
    assert.ok(second.cpuPercent !== undefined && second.cpuPercent > 0 && second.cpuPercent <= 100);
  });
});

describe('parseMemory', () => {
  it('counts what is not available as used', () => {
    const meminfo = 'MemTotal:       16384 kB\nMemFree:         1024 kB\nMemAvailable:    4096 kB\n';
    assert.deepEqual(parseMemory(meminfo), { memoryUsedMiB: 12, memoryTotalMiB: 16 });
  });
  it('says nothing where the system does not', () => assert.deepEqual(parseMemory(''), {}));
});
