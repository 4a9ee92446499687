import { describe, expect, it } from '@jest/globals';
import { isStale, NO_LOAD, sparkline, withSamples } from './load.js';

const sample = (at: string, utilisationGpu: number | null, host = 'h1') => ({
  host: { id: host },
  at,
  cpuPercent: 10,
  memoryUsedMiB: 1,
  memoryTotalMiB: 2,
  devices: [
    {
      uuid: `gpu-${host}`,
      utilisationGpu,
      memoryUsedMiB: 1,
      memoryTotalMiB: 2,
      temperature: 40,
      powerW: 100,
    },
  ],
});

describe('load', () => {
  it('keeps the latest of each device, and the last minute', () => {
    let load = NO_LOAD;
    for (let second = 0; second < 90; second += 1)
      load = withSamples(load, [sample(new Date(second * 1000).toISOString(), second)]);
    const device = load.devices.get('gpu-h1');
    expect(device?.sample.utilisationGpu).toBe(89);
    expect(device?.recent).toEqual(Array.from({ length: 60 }, (_, index) => 30 + index));
    expect(load.hosts.size).toBe(1);
  });

  it('takes nothing twice, and nothing that is older than what is there', () => {
    const first = withSamples(NO_LOAD, [
      sample('2026-01-01T00:00:05Z', 50),
      sample('2026-01-01T00:00:01Z', 1, 'h2'),
    ]);
    const again = withSamples(first, [
      sample('2026-01-01T00:00:05Z', 50),
      sample('2026-01-01T00:00:04Z', 40),
    ]);
    expect(again.devices.get('gpu-h1')?.recent).toEqual([50]);
    expect(again.devices.get('gpu-h2')?.recent).toEqual([1]);
  });

  it('is stale after 15 s', () => {
    const now = Date.parse('2026-01-01T00:00:20Z');
    expect(isStale('2026-01-01T00:00:05Z', now)).toBe(false);
    expect(isStale('2026-01-01T00:00:04Z', now)).toBe(true);
  });
});

it('a sparkline ends at the right, stays in its box, and has 100 at the top', () => {
  expect(sparkline([0, 100, 250, -5], 59, 10)).toBe('56.0,10.0 57.0,0.0 58.0,0.0 59.0,10.0');
  expect(sparkline([], 59, 10)).toBe('');
});
