import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure, Setting } from './figure.js';
import { isInMemory, thisMachine } from './machine.js';
import { parseOptions, USAGE } from './options.js';
import { legend, table, toJson } from './report.js';
import { UNLIMITED } from './platform/bench-lab.js';
import { rows } from './rows.js';

const DATA = fileURLToPath(new URL('../../data/bench', import.meta.url));

async function bench(): Promise<void> {
  const names = rows.map(({ name }) => name);
  const options = parseOptions(process.argv.slice(2), names, DATA);
  if (options.help) {
    console.log(`${USAGE}${names.join(', ')}`);
    return;
  }
  const machine = thisMachine();
  mkdirSync(options.data, { recursive: true });
  const root = mkdtempSync(join(resolve(options.data), 'run-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load before ${machine.loadBefore.toFixed(1)}`,
  );
  const raised = Object.entries(UNLIMITED).map(([name, value]) => `${name}=${value}`);
  console.log(`limits on callers are raised for what is measured: ${raised.join(' ')}`);
  if (isInMemory(root)) console.log(`${root} is in memory: durable rates mean nothing there`);

  const setting: Setting = {
    quick: options.quick,
    full: options.full,
    folder: (name) => mkdtempSync(join(root, `${name}-`)),
    say: (doing) => console.log(`  ${doing}`),
  };
  const figures: Figure[] = [];
  for (const row of rows) {
    if (options.only.length > 0 && !options.only.includes(row.name)) continue;
    console.log(`${row.name}: ${row.measures}`);
    figures.push(...(await row.run(setting)));
  }
  console.log(`\n${table(figures)}\n\n${legend(figures)}`);
  if (options.json !== undefined) writeFileSync(options.json, toJson(machine, figures));
}

try {
  await bench();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
