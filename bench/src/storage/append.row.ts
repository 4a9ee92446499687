import { join } from 'node:path';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import type { Figure, Row, Setting } from '../figure.js';
import { inFlight, measureInterleaved, rate } from '../measure/measure-interleaved.js';
import { submission } from './job-events.js';
import { RawSqlite, toRaw } from './raw-sqlite.js';

const AT_ONCE = 64;
const SHARE_OF_RAW = 0.8;

/** Events that only the first round appends would meet their own ids in the next: each round has streams of its own. */
let rounds = 0;
const someEvents = (count: number) => {
  rounds += 1;
  return Array.from({ length: count }, (_, index) => {
    const { stream, appends } = submission(`append ${rounds}`, index);
    return { stream, events: (appends[0] ?? []).slice(0, 1) };
  });
};

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  const folder = setting.folder('append');
  const store = await openSqliteEventStore({ path: join(folder, 'events.sqlite') });
  const raw = new RawSqlite(join(folder, 'raw.sqlite'));
  const single = quick ? 200 : 3_000;
  const many = quick ? 2_048 : 25_600;

  setting.say('appending one at a time, 64 in flight, and in batches');
  const rates = await measureInterleaved(
    { rounds: quick ? 1 : 5 },
    {
      single: async () => {
        const all = someEvents(single);
        return rate(single, () => inFlight(1, single, (at) => append(all[at])));
      },
      rawSingle: async () => {
        const all = someEvents(single).map(({ stream, events }) => toRaw(stream, events));
        return rate(single, () => all.forEach((events) => raw.commit(events)));
      },
      concurrent: async () => {
        const all = someEvents(many);
        return rate(many, () => inFlight(AT_ONCE, many, (at) => append(all[at])));
      },
      rawGroups: async () => {
        const all = someEvents(many).flatMap(({ stream, events }) => toRaw(stream, events));
        return rate(many, () => {
          for (let at = 0; at < many; at += AT_ONCE) raw.commit(all.slice(at, at + AT_ONCE));
        });
      },
      batches: async () => {
        const all = batchesOf(many);
        return rate(many, () => inFlight(1, all.length, (at) => append(all[at])));
      },
      rawBatches: async () => {
        const all = batchesOf(many).map(({ stream, events }) => toRaw(stream, events));
        return rate(many, () => all.forEach((events) => raw.commit(events)));
      },
    },
  );
  await store.close();
  raw.close();

  function append(each: ReturnType<typeof someEvents>[number] | undefined): Promise<unknown> {
    return each ? store.append(each.stream, each.events, 'noStream') : Promise.resolve();
  }
  const figure = (name: string, what: string, value: number, floor: number): Figure => ({
    name: `append.${name}`,
    what,
    unit: 'events/s',
    value,
    floor,
    floorIs: 'raw SQLite, same bytes and durability',
    target: floor * SHARE_OF_RAW,
    better: 'higher',
  });
  return [
    figure('single', 'append, one at a time', rates.single, rates.rawSingle),
    figure(
      'concurrent',
      `append, ${AT_ONCE} in flight, each its own stream`,
      rates.concurrent,
      rates.rawGroups,
    ),
    figure('batch', `append, ${AT_ONCE} events at a time`, rates.batches, rates.rawBatches),
  ];
}

function batchesOf(count: number) {
  const all = someEvents(count);
  return Array.from({ length: count / AT_ONCE }, (_, batch) => {
    const own = all.slice(batch * AT_ONCE, (batch + 1) * AT_ONCE);
    return { stream: own[0]?.stream ?? '', events: own.flatMap(({ events }) => events) };
  });
}

export const appendRow: Row = {
  name: 'append',
  measures: 'appending to the event store, acknowledged on disk',
  run: measure,
};
