import { emptyCalendar } from '@berth/scheduler/calendar/calendar';
import { plan } from '@berth/scheduler/placement/plan';
import { aDevice, aHost, aSpec } from '@berth/scheduler/testing/fixtures';
import { aCandidate, planOptions } from '@berth/scheduler/testing/placement.fixtures';
import type { Figure, Row, Setting } from '../figure.js';
import { Latencies } from '../measure/latencies.js';

const JOBS = 10_000;
const HOSTS = 125;
const DEVICES_A_HOST = 8;
const MODELS = ['Tesla T4', 'NVIDIA A100-SXM4-80GB', 'NVIDIA H100', 'NVIDIA GeForce RTX 4090'];
const TARGET_MS = 50;
const TARGET_RATE = 1_000;
/** As many as one append of leases takes, see `processes/placer.ts`. */
const MAX_PER_PASS = 256;

/** Mixed demands in queue order: counts, models, memory. */
const candidates = Array.from({ length: JOBS }, (_, index) => {
  const model = index % 3 === 0 ? { model: MODELS[index % MODELS.length] ?? '' } : {};
  const memory = index % 5 === 0 ? { memoryGb: 8 + (index % 2) * 4 } : {};
  const spec = aSpec({ gpus: { count: 1 + (index % 7 === 0 ? index % 4 : 0), ...model, ...memory } });
  return aCandidate(String(index), spec);
});

const hosts = Array.from({ length: HOSTS }, (_, host) =>
  aHost(
    `host-${host}`,
    Array.from({ length: DEVICES_A_HOST }, (_device, index) =>
      aDevice(index, { model: MODELS[host % MODELS.length] ?? '' }),
    ),
  ),
);

function pass(limit = Infinity): { readonly ms: number; readonly placed: number } {
  const start = performance.now();
  const placements = plan(candidates, hosts, emptyCalendar, planOptions({ limit })).placements;
  return { ms: performance.now() - start, placed: placements.length };
}

async function measure(setting: Setting): Promise<readonly Figure[]> {
  setting.say(`planning ${JOBS} jobs on ${HOSTS * DEVICES_A_HOST} devices`);
  const whole = new Latencies();
  const first = new Latencies();
  let placed = 0;
  for (let round = 0; round < (setting.quick ? 3 : 40); round += 1) {
    const all = pass();
    placed = all.placed;
    const bounded = pass(MAX_PER_PASS);
    if (round === 0) continue;
    whole.add(all.ms);
    first.add(bounded.ms);
  }
  const ms = whole.at(0.5);
  return [
    {
      name: 'placement.pass',
      what: `planning ${JOBS} queued jobs on ${HOSTS * DEVICES_A_HOST} free devices (pure), ${placed} placed`,
      unit: 'ms',
      value: ms,
      target: TARGET_MS,
      better: 'lower',
      beside: { [`a pass of at most ${MAX_PER_PASS}, ms`]: first.at(0.5) },
    },
    {
      name: 'placement.rate',
      what: 'placements decided while doing so',
      unit: '/s',
      value: (placed * 1000) / ms,
      target: TARGET_RATE,
      better: 'higher',
    },
  ];
}

export const placementRow: Row = {
  name: 'placement',
  measures: 'planning a full queue on a free pool',
  run: measure,
};
