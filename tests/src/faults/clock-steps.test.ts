import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { Clocks, type Clocked } from '../platform/clocks.js';
import { historyOf, jobOf, linesOf, submit, untilState } from '../platform/jobs.js';
import { createLab, logIn, nodesOf, untilOnline, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(300_000);

const HOUR_MS = 3_600_000;
/** Between what a client sees and what is metered. */
const TOLERANCE_S = 2;
/** On machines of their own; not those who give and check access tokens, which would not hold. */
const ALONE: readonly Clocked[] = ['agent', 'inventory', 'scheduler', 'telemetry', 'billing'];
const WAIT_OPTIONS = { timeoutMs: 20_000, everyMs: 50 };

describe('clocks that step', () => {
  const clocks = new Clocks();
  let platform: Platform;
  let lab: Lab;
  let host: string;

  beforeAll(async () => {
    platform = await Platform.start({ simulateGpus: 2, env: { ...clocks.env, TZ: 'Europe/Berlin' } });
    lab = await createLab(platform);
    host = await untilOnline(lab.admin.api);
  });
  afterAll(() => platform.stop());

  /** Access tokens may have expired, as they do in an hour. */
  async function enter(): Promise<void> {
    lab = { ...lab, admin: await logIn(platform, 'root'), ada: await logIn(platform, 'ada') };
  }

  const charged = (id: string) =>
    eventually(async () => {
      const { charges } = await lab.ada.api.ask<{
        charges: Nodes<{ seconds: number; amountMicros: number; to: string | null }>;
      }>('query ($id: ID!) { charges(job: $id) { edges { node { seconds amountMicros to } } } }', { id });
      const [charge] = nodesOf(charges);
      assert.ok(charge?.to);
      return charge;
    }, WAIT_OPTIONS);

  /** What a job recorded is in order, and time does not go back in it. */
  async function assertOrdered(id: string, ...types: string[]): Promise<void> {
    const events = await historyOf(lab.admin.api, id);
    const recorded = events.map(({ recordedAt }) => recordedAt);
    assert.deepEqual(recorded, recorded.toSorted());
    assert.deepEqual(
      events.map(({ type }) => type.split('.')[2]),
      ['submitted', 'queued', 'placed', 'runStarted', 'runEnded', ...types],
    );
  }

  /** Runs a job during which clocks are set, and returns its id. */
  async function runAcross(step: () => Promise<void>): Promise<string> {
    const id = await submit(lab, {
      gpus: { count: 1 },
      timeoutMinutes: 10,
      command: ['sh', '-c', 'echo begun; sleep 2; echo done'],
    });
    await untilState(lab.ada.api, id, ['RUNNING']);
    const running = performance.now();
    await step();
    await enter();
    await untilState(lab.ada.api, id, ['SUCCEEDED'], 20_000);
    const lasted = (performance.now() - running) / 1000;
    assert.deepEqual(await linesOf(lab.ada.api, id, 10_000), ['begun', 'done']);
    await assertOrdered(id, 'succeeded');
    const { seconds } = await charged(id);
    assert.ok(Math.abs(seconds - lasted) < TOLERANCE_S, `charged ${seconds} s for ${lasted} s`);
    return id;
  }

  const noHostLost = async () => {
    const types = (await historyOf(lab.admin.api, host)).map(({ type }) => type);
    assert.ok(!types.includes('inventory.host.lost.v1'));
  };

  for (const [what, aheadMs] of [
    ['ahead by an hour', HOUR_MS],
    ['back again', 0],
    ['back by an hour', -HOUR_MS],
    ['and right again', 0],
  ] as const) {
    it(`of all processes, ${what}, end no job, lose no host and change no bill`, async () => {
      await runAcross(() => clocks.set(aheadMs));
      await noHostLost();
    });
  }

  for (const name of ALONE) {
    it(`of ${name} alone, there and back again, do no more`, async () => {
      await runAcross(async () => {
        for (const aheadMs of [HOUR_MS, -HOUR_MS, 0]) {
          await clocks.set(aheadMs, [name]);
          await sleep(400);
        }
      });
      await noHostLost();
    });
  }

  it('do not draw out the time before a retry', async () => {
    for (const aheadMs of [HOUR_MS, 0]) {
      const id = await submit(lab, {
        gpus: { count: 1 },
        retry: { maxRetries: 1, on: [] },
        command: ['sh', '-c', '[ $BERTH_RUN = 2 ]'],
      });
      await eventually(async () => assert.equal((await jobOf(lab.ada.api, id)).runs.length, 1), WAIT_OPTIONS);
      await untilState(lab.ada.api, id, ['QUEUED']);
      const queued = performance.now();
      await clocks.set(aheadMs);
      await enter();
      await untilState(lab.ada.api, id, ['SUCCEEDED'], 20_000);
      const waited = performance.now() - queued;
      assert.ok(waited < 12_000, `it was tried again after ${waited} ms`);
    }
  });

  it('begin a reservation whose time has come, and do not undo it', async () => {
    const { reservation } = await lab.ada.api.do<{ reservation: { id: string } }>(
      'reserve',
      {
        project: lab.project,
        gpus: { count: 1 },
        from: new Date(Date.now() + HOUR_MS / 2).toISOString(),
        durationMinutes: 60,
      },
      'reservation { id }',
    );
    const stateOf = async () =>
      (
        await lab.ada.api.ask<{ reservation: { state: string } }>(
          'query ($id: ID!) { reservation(id: $id) { state } }',
          { id: reservation.id },
        )
      ).reservation.state;
    assert.equal(await stateOf(), 'RESERVED');
    await clocks.set((HOUR_MS * 3) / 4);
    await enter();
    await eventually(async () => assert.equal(await stateOf(), 'ACTIVE'), WAIT_OPTIONS);
    await clocks.set(0);
    await enter();
    assert.equal(await stateOf(), 'ACTIVE');
    await runAcross(() => Promise.resolve());
    await lab.ada.api.do('releaseReservation', { reservationId: reservation.id }, 'reservation { state }');
    await eventually(async () => assert.equal(await stateOf(), 'RELEASED'), WAIT_OPTIONS);
    const charged = await eventually(async () => {
      const { charges } = await lab.ada.api.ask<{
        charges: Nodes<{ amountMicros: number; to: string | null }>;
      }>('query { charges(first: 200) { edges { node { amountMicros to } } } }');
      const all = nodesOf(charges);
      assert.ok(all.every(({ to }) => to));
      return all;
    }, WAIT_OPTIONS);
    assert.ok(charged.every(({ amountMicros }) => amountMicros >= 0));
  });

  it('to summer time and back change nothing: inside there is UTC only', async () => {
    let known = await runAcross(() => Promise.resolve());
    const year = new Date().getUTCFullYear() + 1;
    for (const month of [2, 9]) {
      const change = lastSundayAt1(year, month);
      await clocks.set(change - Date.now() - HOUR_MS);
      // months later auth signs with another key, which every verifier of tokens fetches at once
      await enter();
      for (const { api } of [lab.ada, lab.admin]) await jobOf(api, known);
      await linesOf(lab.ada.api, known, 10_000);
      await clocks.set(change - Date.now() - 1_500);
      await enter();
      known = await runAcross(() => Promise.resolve());
    }
    await noHostLost();
  });
});

/** When clocks in Europe change, in ms since 1970. */
function lastSundayAt1(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * 24 * HOUR_MS;
}
