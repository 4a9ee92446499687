import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demandOfPod, inflate, sharedHosts } from '@berth/scheduler/simulation/fragmentation/inflation';
import { shareAlike, strategyNames, strategyOf } from '@berth/scheduler/simulation/fragmentation/strategies';
import { parseOpenbNodes, parseOpenbPods } from '@berth/scheduler/simulation/workload/openb';
import { meanCurve, tableOf, type Curve } from './curves.js';
import { plotOf } from './plot.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TRACES = process.env['BERTH_BENCH_TRACES'] ?? join(ROOT, '../shared/samples/traces');
const SEEDS = Array.from({ length: Number(process.env['BERTH_BENCH_SEEDS'] ?? 5) }, (_, index) => index + 1);
const OUT = join(ROOT, 'docs/figures');

/**
 * GPUs that stay unallocated under rising load, by placement strategy, on the openb traces; writes the figure and the table
 * of docs/simulation.md. The traces are others' data, and read from where they are: BERTH_BENCH_TRACES.
 */
const read = (name: string): string => readFileSync(join(TRACES, name), 'utf8');
const hosts = sharedHosts(parseOpenbNodes(read('openb-nodes.csv'), 'nodes'));
const demands = shareAlike(parseOpenbPods(read('openb-pods.csv'), 'pods').map(demandOfPod));
const gpus = hosts.reduce((sum, { devices }) => sum + devices.length, 0);

const curves = strategyNames.map((name): Curve => {
  const runs = SEEDS.map((seed) =>
    inflate(hosts, demands, strategyOf(name, demands, seed), { seed, most: 1.3, step: 0.05 }),
  );
  process.stdout.write(`${name}: ${runs.length} runs\n`);
  return meanCurve(name, runs);
});
const about = `${hosts.length} hosts, ${gpus} GPUs, ${demands.length} tasks to draw from, ${SEEDS.length} seeds`;
const table = tableOf(curves, gpus);
mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'fragmentation.svg'), plotOf(curves, about));
process.stdout.write(`\n${about}\n\n${table}\n`);
