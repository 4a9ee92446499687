import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Figure, Row, Setting } from '../figure.js';
import { Latencies } from '../measure/latencies.js';
import { calendars, passOver } from './busy-pool.js';

const TARGET_MS = 50;
/** As many as one append of leases takes, see `processes/placer.ts`. */
const MAX_PER_PASS = 256;

const policies: readonly (readonly [string, Partial<PoolPolicy>])[] = [
  ['strict', {}],
  ['fairShare', { order: 'fairShare' }],
  ['keep', { backfill: false }],
  ['pack', { placement: 'pack' }],
  ['leastFragmentation', { placement: 'leastFragmentation' }],
];

function measure(setting: Setting): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [policy, change] of policies) {
    for (const pool of Object.keys(calendars) as (keyof typeof calendars)[]) {
      setting.say(`passes over a pool that is ${pool}, by ${policy}`);
      const passes = new Latencies();
      let placed = 0;
      for (let round = 0; round < (setting.quick ? 3 : 20); round += 1) {
        const pass = passOver(calendars[pool], change, MAX_PER_PASS);
        placed = pass.placed;
        if (round > 0) passes.add(pass.ms);
      }
      figures.push({
        name: `placement.${policy}.${pool.replaceAll(' ', '-')}`,
        what: `one pass by ${policy}: 10000 queued jobs of 100 users, 1000 devices, ${pool}; ${placed} placed`,
        unit: 'ms',
        value: passes.at(0.5),
        target: TARGET_MS,
        better: 'lower',
        beside: { 'slowest, ms': passes.at(1) },
      });
    }
  }
  return Promise.resolve(figures);
}

export const policiesRow: Row = {
  name: 'policies',
  measures: 'a pass over a long queue by each policy, on free, full and reserved pools',
  run: measure,
};
