import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { createLab, register, type Lab, type Person } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ReservationClient, randomOf, type Acknowledged } from './reservation-client.js';
import {
  calendarHistory,
  everyReservation,
  verifyReservations,
  type Replayed,
} from './verify-reservations.js';

jest.setTimeout(300_000);

const CLIENTS = 64;
const PEOPLE = 4;
const GPUS = 4;
const KILLS = 4;
/** The view may lag behind what was acknowledged to other clients. */
const WAIT_OPTIONS = { timeoutMs: 20_000, everyMs: 250 };
const SEED = Number(process.env['BERTH_FAULT_SEED'] ?? Date.now() % 1_000_000);

let platform: Platform;
let lab: Lab;
let people: readonly Person[];
beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: GPUS });
  lab = await createLab(platform);
  const others = await Promise.all(
    Array.from({ length: PEOPLE - 1 }, (_, index) => register(platform, `booker${index}`)),
  );
  for (const { id } of others) {
    await lab.admin.api.do('addMember', { projectId: lab.project, userId: id }, 'project { id }');
    await lab.admin.api.do('createGrant', { userId: id, poolId: lab.pool }, 'grant { id }');
  }
  people = [lab.ada, ...others];
  for (const { api } of people)
    await eventually(() => api.ask('{ availability(durationMinutes: 1) { matching } }'), {
      timeoutMs: 20_000,
    });
});
afterAll(() => platform.stop());

const DAY = 1440;
const clients = (name: string, horizon: number): ReservationClient[] =>
  Array.from(
    { length: CLIENTS },
    (_, index) =>
      new ReservationClient(
        (people[index % PEOPLE] as Person).api,
        `${name}-${index}`,
        lab.project,
        randomOf(SEED + index),
        horizon,
      ),
  );

type Terms = readonly [state: string, from: string, until: string, ...uuids: string[]];
/** A word of events as GraphQL has it. */
const enumName = (word: string): string => word.replace(/[A-Z]/g, '_$&').toUpperCase();
const termsOf = ({ state, from, until, uuids }: Replayed): Terms => [enumName(state), from, until, ...uuids];
const ofView = ({ state, from, until, devices }: Acknowledged): Terms => [
  state,
  from,
  until,
  ...devices.map(({ uuid }) => uuid),
];
const plain = (nodeId: string): string => Buffer.from(nodeId, 'base64url').toString().split(':')[1] ?? '';

/** What was acknowledged is there, nothing overlaps, and the view shows what a replay gives. */
async function verify(all: readonly ReservationClient[]): Promise<ReadonlyMap<string, Replayed>> {
  const { violations, reservations } = verifyReservations(await calendarHistory(lab.admin.api, lab.pool));
  assert.deepEqual(violations, []);
  const shown = new Map(
    (await everyReservation(lab.admin.api)).map((each) => [plain(each.id), ofView(each)]),
  );
  assert.equal(shown.size, reservations.size);
  for (const [id, reservation] of reservations) assert.deepEqual(shown.get(id), termsOf(reservation));
  for (const each of all.flatMap(({ acknowledged }) => [...acknowledged.values()])) {
    const there = reservations.get(plain(each.id));
    assert.ok(there, `${plain(each.id)} was acknowledged and is not there`);
    assert.deepEqual(termsOf(there), ofView(each));
  }
  return reservations;
}

const sum = (all: readonly ReservationClient[], of: (client: ReservationClient) => number): number =>
  all.reduce((total, client) => total + of(client), 0);

describe(`${CLIENTS} who book the same devices at once (seed ${SEED})`, () => {
  it('never overlap, and refusals say when it is possible instead', async () => {
    const all = clients('calm', DAY);
    await Promise.all(all.map((client) => client.work((round) => round < 4, AbortSignal.timeout(90_000))));
    const conflicts = sum(all, (client) => client.conflicts);
    assert.deepEqual(
      all.flatMap((client) => client.unexpected),
      [],
    );
    const reservations = await eventually(() => verify(all), WAIT_OPTIONS);
    console.log(`${reservations.size} reserved, ${conflicts} told of other windows`);
    assert.ok(reservations.size > 10 && conflicts > 10);
  });

  it('never overlap and lose nothing though the scheduler is killed again and again', async () => {
    const all = clients('killed', 7 * DAY);
    let killed = 0;
    const killing = (async () => {
      while (killed < KILLS) {
        await sleep(500 + Math.random() * 1000);
        await platform.killAndWait('scheduler', 60_000);
        killed += 1;
      }
    })();
    const end = AbortSignal.timeout(180_000);
    await Promise.all([killing, ...all.map((client) => client.work(() => killed < KILLS, end))]);
    await platform.untilReady(['scheduler', 'gateway']);
    assert.deepEqual(
      all.flatMap((client) => client.unexpected),
      [],
    );
    const reservations = await eventually(() => verify(all), WAIT_OPTIONS);
    const tries = sum(all, (client) => client.tries);
    console.log(`${reservations.size} reserved in ${tries} tries, the scheduler killed ${killed} times`);
    assert.ok(tries > reservations.size, 'no kill has hit a reservation');
  });
});
