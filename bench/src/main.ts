import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure, Setting, Row } from './figure.js';
import { graphqlRow } from './gateway/graphql.row.js';
import { followersRow } from './platform/followers.row.js';
import { restRow } from './platform/rest.row.js';
import { isInMemory, thisMachine } from './machine.js';
import { placementRow } from './placement/plan.row.js';
import { policiesRow } from './placement/policies.row.js';
import { simulationRow } from './placement/simulation.row.js';
import { UNLIMITED } from './platform/bench-lab.js';
import { idleRow } from './platform/idle.row.js';
import { logRow } from './platform/log.row.js';
import { reservationRow } from './platform/reservation.row.js';
import { runRow } from './platform/run.row.js';
import { statusRow } from './platform/status.row.js';
import { storedRow } from './platform/stored.row.js';
import { streamsRow } from './platform/streams.row.js';
import { submitRow } from './platform/submit.row.js';
import { legend, table, toJson } from './report.js';
import { appendRow } from './storage/append.row.js';
import { replayRow } from './storage/replay.row.js';

export interface Options {
  readonly json: string | undefined;
  readonly quick: boolean;
  readonly full: boolean;
  readonly only: readonly string[];
  readonly data: string;
  readonly help: boolean;
}

const USAGE = `Usage: npm run bench -- [options]

  --only NAME[,NAME]   these rows only
  --quick              a few seconds a row: shows that it works, not how fast it is
  --full               the long rows too: a million jobs stored
  --json FILE          write the figures as JSON
  --data DIR           where to put what is measured, on the disk that counts (default: data in the clone)
  --help               print this help

Rows: `;

/** @throws with what is wrong and what would be right */
function parseOptions(args: readonly string[], rows: readonly string[], data: string): Options {
  let options: Options = { json: undefined, quick: false, full: false, only: [], data, help: false };
  const rest = [...args];
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    const value = (): string => {
      const given = rest.shift();
      if (given === undefined) throw new Error(`${flag} requires a value`);
      return given;
    };
    if (flag === '--json') options = { ...options, json: value() };
    else if (flag === '--data') options = { ...options, data: value() };
    else if (flag === '--only') options = { ...options, only: [...options.only, ...value().split(',')] };
    else if (flag === '--quick') options = { ...options, quick: true };
    else if (flag === '--full') options = { ...options, full: true };
    else if (flag === '--help' || flag === '-h') options = { ...options, help: true };
    else throw new Error(`unknown option ${flag}`);
  }
  const unknown = options.only.find((name) => !rows.includes(name));
  if (unknown !== undefined) throw new Error(`there is no row "${unknown}"; there are ${rows.join(', ')}`);
  return options;
}

const rows: readonly Row[] = [
  submitRow,
  statusRow,
  graphqlRow,
  restRow,
  runRow,
  reservationRow,
  appendRow,
  replayRow,
  logRow,
  followersRow,
  streamsRow,
  idleRow,
  storedRow,
  placementRow,
  policiesRow,
  simulationRow,
];

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
