import { join } from 'node:path';
import { eventually } from '@berth/testing/eventually';
import type { Figure, Row, Setting } from '../figure.js';
import { startBareYoga } from '../load/bare-yoga.js';
import { HttpLoad, LoadSummary } from '../load/http-load.js';
import { measureInterleaved, rate } from '../measure/measure-interleaved.js';
import { RawSqlite, toRaw } from '../storage/raw-sqlite.js';
import { reservation } from '../storage/reservation-events.js';
import { freshToken, portOf, startLab, type BenchLab } from './bench-lab.js';
import { RESERVED, reservationBody, SUBMITTED, submitBody } from './documents.js';

const CONNECTIONS = 64;
const GPUS = 8;
/** All reservations of a run stay: no more than the policy allows one user. */
const A_ROUND = 2_000;
const MAX_RESERVATIONS = 10_000;
const TAKEN = 'RESERVATION_CONFLICT';
const MINUTE_MS = 60_000;

/** Windows of a minute, one after the other on eight devices, so that none collides. */
function windows(count: number, from: number, first: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(from + Math.floor((first + index) / GPUS) * MINUTE_MS).toISOString(),
  );
}

async function raiseReservationLimit({ lab }: BenchLab): Promise<void> {
  const reservations = { maxPerUser: MAX_RESERVATIONS };
  await lab.admin.api.do('setPolicy', { pool: lab.pool, reservations }, 'policy { order }');
  await eventually(async () => {
    const { availability } = await lab.ada.api.ask<{ availability: { matching: number } }>(
      '{ availability(durationMinutes: 1) { matching } }',
    );
    if (availability.matching !== GPUS) throw new Error(`${availability.matching} devices can be reserved`);
  });
}

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  setting.say('starting a platform, and the floors');
  const folder = setting.folder('reservation');
  const bench = await startLab(folder, { simulateGpus: GPUS });
  const yoga = await startBareYoga();
  const raw = new RawSqlite(join(folder, 'raw.sqlite'));
  const load = new HttpLoad();
  try {
    await raiseReservationLimit(bench);
    const { project } = bench.lab;
    const headers = { authorization: `Bearer ${await freshToken(bench)}` };
    const order = { path: '/graphql', connections: CONNECTIONS };
    const aRound = quick ? 200 : A_ROUND;
    const begin = Date.now() + 60 * MINUTE_MS;
    const reserved = new LoadSummary();
    const refused = new LoadSummary();
    const bare = new LoadSummary();
    let made = 0;
    let commits = 0;
    const ask = (bodies: readonly string[], expect: string) =>
      load.run({ ...order, port: portOf(bench), headers, bodies, requests: bodies.length, expect });
    setting.say(`reservation over ${CONNECTIONS} connections, in turns with the floors`);
    const rates = await measureInterleaved(
      { rounds: quick ? 1 : 3, onWarm: () => [reserved, refused, bare].forEach((each) => each.forget()) },
      {
        platform: async () => {
          const bodies = windows(aRound, begin, made).map((from) => reservationBody(project, from));
          made += aRound;
          return reserved.add(await ask(bodies, RESERVED));
        },
        refused: async () => {
          const bodies = windows(aRound, begin, 0).map((from) => reservationBody(project, from));
          return refused.add(await ask(bodies, TAKEN));
        },
        yoga: async () => {
          const bodies = [submitBody(project)];
          const floor = { ...order, port: yoga.port, headers: {}, bodies, requests: aRound };
          return bare.add(await load.run({ ...floor, expect: SUBMITTED }));
        },
        sqlite: () => rawReservations(raw, `calendar:${(commits += 1)}`, aRound),
      },
    );
    const ms = { unit: 'ms', floorIs: 'bare Yoga', better: 'lower' } as const;
    return [
      {
        name: 'reservation.rate',
        what: `reserve over GraphQL, acknowledged and on disk, one pool, ${CONNECTIONS} connections`,
        unit: '/s',
        value: rates.platform,
        floor: rates.yoga,
        floorIs: 'bare Yoga, nothing authenticated, sent on or recorded',
        better: 'higher',
        beside: {
          'reservations that the calendar holds at the end': made,
          'refused with free windows, /s': rates.refused,
          'refused p99, ms': refused.latencies.at(0.99),
          'raw SQLite, groups of 64 reservations/s': rates.sqlite,
        },
      },
      {
        ...ms,
        name: 'reservation.p50',
        what: 'half of the reservations took at most',
        value: reserved.latencies.at(0.5),
        floor: bare.latencies.at(0.5),
      },
      {
        ...ms,
        name: 'reservation.p99',
        what: '99% of the reservations took at most',
        value: reserved.latencies.at(0.99),
        floor: bare.latencies.at(0.99),
      },
    ];
  } finally {
    load.close();
    yoga.close();
    raw.close();
    await bench.stop();
  }
}

/** One event a reservation, in groups as large as there are connections. */
async function rawReservations(raw: RawSqlite, stream: string, count: number): Promise<number> {
  const all = Array.from({ length: count }, (_, index) => toRaw(stream, reservation(stream, index), index));
  return rate(count, () => {
    for (let at = 0; at < count; at += CONNECTIONS) raw.commit(all.slice(at, at + CONNECTIONS).flat());
  });
}

export const reservationRow: Row = {
  name: 'reservation',
  measures: 'reservation devices through GraphQL',
  run: measure,
};
