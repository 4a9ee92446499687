import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, Unreachable } from '../errors.js';
import { follow } from '../http/follow.js';
import { interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { Output } from '../output/output.js';
import { between, column, type Item, type View } from '../output/view.js';
import { poolOf } from '../rest/pool.js';
import { parseDuration } from '../time/duration.js';
import { RETRY_MS } from './logs.js';

interface Samples {
  readonly hosts: readonly { readonly devices: readonly (Item & { readonly uuid: string })[] }[];
}
interface Host {
  readonly id: string;
  readonly name: string;
  readonly devices: readonly (Item & { readonly uuid: string })[];
}

const INTERVAL_MS = 2_000;
/** How long samples may take to come, when it is shown once. */
const FIRST_SAMPLE_MS = 1_500;
const MAX_JOBS = 100;

const percent =
  (member: string) =>
  (item: Item): string => {
    const value = item[member];
    return typeof value === 'number' ? `${Math.round(value)}` : '';
  };

const DEVICES: View = {
  name: 'uuid',
  columns: [
    column('HOST', 'host'),
    column('GPU', 'index'),
    column('MODEL', 'model'),
    column('STATE', 'state'),
    column('USE %', percent('utilisationGpu')),
    column('MEMORY MiB', percent('memoryUsedMiB')),
    column('°C', percent('temperature')),
    column('W', percent('powerW')),
    column('JOB', 'job'),
    column('USER', 'user'),
    column('RUNS FOR', between('startedAt', 'never')),
  ],
};

/** The devices of a pool with their use, drawn anew each time; a stream of samples fills it in between. */
export async function run(invocation: Invocation): Promise<number | undefined> {
  const given = invocation.text('interval');
  const interval = given === undefined ? INTERVAL_MS : parseDuration(given, '--interval');
  const pool = await poolOf(invocation, invocation.args[0]);
  const once = invocation.flag('once') || !invocation.around.isTerminal || !invocation.output.isForPeople;
  const interrupted = interruption();
  const streams = new AbortController();
  const samples = new Map<string, Item>();
  const signal = AbortSignal.any([interrupted.signal, streams.signal]);
  void collect(invocation, pool, samples, signal);
  try {
    for (let round = 0; !interrupted.signal.aborted; round += 1) {
      const hosts = await hostsOf(invocation, pool);
      if (round === 0) await sleep(FIRST_SAMPLE_MS, undefined, { signal }).catch(() => undefined);
      await show(invocation, await rowsOf(invocation, pool, hosts, samples), once);
      if (once) break;
      await sleep(interval, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    streams.abort();
    interrupted.stop();
  }
  return interrupted.signal.aborted ? 130 : undefined;
}

const hostsOf = async ({ api }: Invocation, pool: string): Promise<readonly Host[]> =>
  (await api.get<{ items: readonly Host[] }>('/hosts', { pool, limit: 50 })).items;

async function collect(
  invocation: Invocation,
  pool: string,
  into: Map<string, Item>,
  signal: AbortSignal,
): Promise<void> {
  const options = { signal, retryMs: RETRY_MS, say: () => undefined };
  try {
    for await (const { hosts } of follow<Samples>(
      invocation.api,
      `/pools/${encodeURIComponent(pool)}/samples`,
      options,
    ))
      for (const { devices } of hosts) for (const device of devices) into.set(device.uuid, device);
  } catch (error) {
    // the next round says what is wrong with the gateway; who may not see samples sees the rest
    if (!(error instanceof CliError) || error instanceof Unreachable)
      invocation.api.options.debug(String(error));
  }
}

async function rowsOf(
  { api }: Invocation,
  pool: string,
  hosts: readonly Host[],
  samples: ReadonlyMap<string, Item>,
): Promise<readonly Item[]> {
  const { items } = await api.get<{ items: readonly { id: string; name: string; user: Item | null }[] }>(
    '/jobs',
    {
      pool,
      states: ['RUNNING'],
      limit: MAX_JOBS,
    },
  );
  const now = new Date();
  const calendar = await api.get<{
    entries: readonly {
      job: { id: string } | null;
      from: string;
      devices: readonly { uuid: string }[];
      user: Item | null;
    }[];
  }>(`/pools/${encodeURIComponent(pool)}/calendar`, {
    from: now.toISOString(),
    until: new Date(now.getTime() + 60_000).toISOString(),
  });
  const holders = new Map<string, Item>();
  for (const { job, devices, user, from } of calendar.entries)
    for (const { uuid } of devices)
      if (job || !holders.has(uuid))
        holders.set(uuid, {
          job: items.find(({ id }) => id === job?.id)?.name ?? (job ? '' : 'reserved'),
          user: user?.['username'] ?? '',
          startedAt: from,
        });
  return hosts.flatMap(({ name, devices }) =>
    devices.map((device) => ({
      ...samples.get(device.uuid),
      ...device,
      host: name,
      ...holders.get(device.uuid),
    })),
  );
}

async function show({ output, around }: Invocation, rows: readonly Item[], once: boolean): Promise<void> {
  if (once) return output.list(rows, DEVICES, 'no devices');
  let frame = '';
  const into = new Output(
    output.options,
    (text) => (frame += text),
    () => undefined,
  );
  await into.list(rows, DEVICES);
  // home, each line cleared to its end, then what was below: no flicker, and nothing of a longer frame stays
  around.stdout(`\x1b[H${frame.replaceAll('\n', '\x1b[K\n')}\x1b[J`);
}
