import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { parseOpenbNodes, parseOpenbPods, type OpenbNode, type OpenbPod } from '../workload/openb.js';
import { demandOfPod, inflate, sharedHosts } from './inflation.js';
import { shareAlike, strategyNames, strategyOf, type StrategyName } from './strategies.js';

jest.setTimeout(120_000);

const TRACES =
  process.env['BERTH_BENCH_TRACES'] ??
  fileURLToPath(new URL('../../../../../../shared/samples/traces', import.meta.url));
const hasTraces = existsSync(join(TRACES, 'openb-pods.csv'));
const trace = (name: string) => readFileSync(join(TRACES, name), 'utf8');

const aNode = (name: string, gpus: number): OpenbNode => ({
  name,
  gpus,
  cpuMilli: 64_000,
  memoryMib: 262_144,
  model: 'T4',
});
const aPod = (gpus: number, gpuMilli: number): OpenbPod => ({
  name: '',
  gpus,
  gpuMilli,
  cpuMilli: 1000,
  memoryMib: 1024,
  models: [],
  qos: 'LS',
  createdSeconds: 0,
  deletedSeconds: undefined,
  scheduledSeconds: undefined,
});
const nodes = Array.from({ length: 16 }, (_, index) => aNode(`node-${index}`, index % 2 === 0 ? 8 : 2));
const pods = [aPod(1, 1000), aPod(1, 500), aPod(1, 700), aPod(1, 300), aPod(2, 1000), aPod(8, 1000)];

function unallocated(
  name: StrategyName,
  given: { readonly nodes: readonly OpenbNode[]; readonly pods: readonly OpenbPod[] },
  seed = 1,
) {
  const demands = shareAlike(given.pods.map(demandOfPod));
  const strategy = strategyOf(name, demands, seed);
  return inflate(sharedHosts(given.nodes), demands, strategy, { seed, most: 1.3, step: 0.05 });
}

describe('tasks that come until a cluster is full', () => {
  it('leave less and less unallocated, to the same thousandth with the same seed', () => {
    for (const name of strategyNames) {
      const { steps, placed, refused } = unallocated(name, { nodes, pods });
      assert.equal(steps.length, 26);
      assert.ok(placed > 0 && refused > 0);
      for (const [index, { unallocated: now }] of steps.entries()) {
        assert.ok(now >= 0 && now <= (steps[index - 1]?.unallocated ?? 1));
      }
      assert.deepEqual(unallocated(name, { nodes, pods }), { steps, placed, refused });
    }
  });

  it('are all placed as long as little has been asked for, whatever the strategy', () => {
    for (const name of strategyNames) {
      const [first] = unallocated(name, { nodes, pods: pods.slice(0, 1) }).steps;
      assert.ok(Math.abs((first?.unallocated ?? 0) - 0.95) < 0.02);
    }
  });

  const title = 'leave fewest GPUs unallocated by least fragmentation, on the trace of the paper';
  it(hasTraces ? title : `${title}: skipped, since there are no traces at BERTH_BENCH_TRACES`, () => {
    if (!hasTraces) return;
    const given = {
      nodes: parseOpenbNodes(trace('openb-nodes.csv'), 'nodes'),
      pods: parseOpenbPods(trace('openb-pods.csv'), 'pods'),
    };
    const at = (name: StrategyName) => unallocated(name, given).steps.at(-1)?.unallocated ?? 1;
    const [least, packed, spread] = [at('leastFragmentation'), at('pack'), at('spread')];
    assert.ok(least < packed && packed < spread, `${least}, ${packed}, ${spread}`);
  });
});
