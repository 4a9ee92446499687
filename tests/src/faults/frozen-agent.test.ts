import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { freeze, isAlive, treeOf } from '../platform/freezing.js';
import { historyOf, jobOf, script, submit, untilState } from '../platform/jobs.js';
import { agentSettings, SupervisedProcess } from '../platform/supervised-process.js';
import { createLab, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(400_000);

/** With 60 the limits are the defaults of an installation. */
const FROZEN_SECONDS = Number(process.env['BERTH_FAULT_FROZEN_SECONDS'] ?? 12);
const LOST_AFTER_SECONDS = FROZEN_SECONDS >= 60 ? 45 : FROZEN_SECONDS / 2;
const LIMITS: { readonly [variable: string]: string } =
  FROZEN_SECONDS >= 60
    ? {}
    : { BERTH_HOST_LOST_AFTER_SECONDS: String(LOST_AFTER_SECONDS), BERTH_HEARTBEAT_INTERVAL_SECONDS: '1' };
/** Attempts that follow on one that was lost are still under way when the agent wakes up. */
const SECOND_LASTS_MS = (FROZEN_SECONDS - LOST_AFTER_SECONDS + 4) * 1000;
/** From the freeze back to the last heartbeat, and on to what is being read. */
const PROOF_OF_LIFE_MS = 1_500;

/** The first attempt never ends, or during the freeze. Each line says which attempt prints it. */
const work = (firstLastsMs: number) =>
  script(`const run = process.env.BERTH_RUN;
    const until = performance.now() + (run === '1' ? ${firstLastsMs} : ${SECOND_LASTS_MS});
    for (let n = 0; performance.now() < until; n += 1) {
      console.log(run + ':' + n);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }`);

interface Charge {
  readonly run: number;
  readonly from: string;
  readonly to: string | null;
}

const chargesOf = async ({ ada }: Lab, id: string): Promise<Charge[]> => {
  const { charges } = await ada.api.ask<{ charges: Nodes<Charge> }>(
    'query ($id: ID!) { charges(job: $id) { edges { node { run from to } } } }',
    { id },
  );
  return nodesOf(charges).sort((a, b) => a.run - b.run);
};

async function linesOf({ ada }: Lab, id: string): Promise<readonly { run: number; text: string }[]> {
  const lines: { run: number; text: string }[] = [];
  const query = 'subscription ($id: ID!) { jobLogs(job: $id) { lines { run text } } }';
  const stream = ada.api.follow<{ jobLogs: { lines: typeof lines } }>(
    query,
    { id },
    AbortSignal.timeout(60_000),
  );
  for await (const { jobLogs } of stream) lines.push(...jobLogs.lines);
  return lines;
}

/** Commands of runs on a host, by what their supervisors wrote down. */
const leadersOn = (folder: string): number[] =>
  readdirSync(join(folder, 'runs')).flatMap((name) => {
    const [pid] = readFileSync(join(folder, 'runs', name, 'leader'), 'utf8').split(' ');
    return pid ? [Number(pid)] : [];
  });

async function twoHosts() {
  const platform = await Platform.startFor({ simulateGpus: 2, env: LIMITS });
  const lab = await createLab(platform);
  const submitted = [
    await submit(lab, { gpus: { count: 1 }, ...work(600_000) }),
    await submit(lab, { gpus: { count: 1 }, ...work(FROZEN_SECONDS * 500) }),
  ];
  for (const id of submitted) await untilState(lab.ada.api, id, ['RUNNING']);
  const other = await SupervisedProcess.start(platform, {
    name: 'agent-2',
    folder: 'agent',
    settings: { ...agentSettings(platform, 'elsewhere', 2), ...LIMITS },
  });
  await other.untilReady();
  return { platform, lab, submitted };
}

/** For how many runs the local agent was answered that their end is not its to report. */
function refusedReports(platform: Platform): number {
  const said = readFileSync(join(platform.data, 'logs', 'agent.log'), 'utf8')
    .split('\n')
    .filter(Boolean);
  const refused = said
    .map((line) => JSON.parse(line) as { msg: string; run?: string; state?: string })
    .filter(({ msg, state }) => msg === 'a report was refused' && state === 'ended');
  return new Set(refused.map(({ run }) => run)).size;
}

const hostEvents = async ({ admin }: Lab, hostId: string, type: string): Promise<number> =>
  (await historyOf(admin.api, hostId)).filter((event) => event.type === `inventory.host.${type}.v1`).length;

describe('an agent that was frozen for longer than silence is allowed', () => {
  for (const [what, frozen] of [
    ['alone, while its runs go on', (pid: number) => [pid]],
    ['with its runs', treeOf],
  ] as const) {
    it(`${what}, neither reports nor bills what has gone to others`, async () => {
      const { platform, lab, submitted } = await twoHosts();
      const { hosts } = await lab.admin.api.ask<{ hosts: Nodes<{ id: string; name: string }> }>(
        '{ hosts { edges { node { id name } } } }',
      );
      const host = nodesOf(hosts).find(({ name }) => name !== 'elsewhere')?.id ?? '';
      const old = leadersOn(join(platform.data, 'agent'));
      assert.deepEqual(old.map(isAlive), [true, true]);

      const thaw = freeze(frozen(platform.pidOf('agent') ?? 0));
      const frozenAt = Date.now();
      await sleep(FROZEN_SECONDS * 1000);
      for (const id of submitted) {
        const { runs } = await jobOf(lab.ada.api, id);
        assert.deepEqual([runs.length, runs[0]?.outcome], [2, 'LOST']);
      }
      for (const id of submitted) await untilState(lab.ada.api, id, ['RUNNING']);
      thaw();

      for (const id of submitted) {
        const { runs } = await untilState(lab.ada.api, id, ['SUCCEEDED'], 30_000);
        assert.deepEqual(
          runs.map(({ number, outcome }) => [number, outcome]),
          [
            [1, 'LOST'],
            [2, 'SUCCEEDED'],
          ],
        );
      }
      await eventually(() => assert.deepEqual(old.map(isAlive), [false, false]), { timeoutMs: 20_000 });
      await eventually(async () => assert.equal(await hostEvents(lab, host, 'returned'), 1), {
        timeoutMs: 15_000,
      });
      // of both, and it has nothing else left to report
      await eventually(() => assert.equal(refusedReports(platform), 2), { timeoutMs: 15_000 });

      assert.equal(await hostEvents(lab, host, 'lost'), 1);
      for (const id of submitted) {
        const types = (await historyOf(lab.ada.api, id)).map(({ type }) => type.split('.')[2]);
        assert.deepEqual(types, [
          ...['submitted', 'queued', 'placed', 'runStarted', 'runEnded'],
          ...['queued', 'placed', 'runStarted', 'runEnded', 'succeeded'],
        ]);
        const charges = await chargesOf(lab, id);
        assert.deepEqual(
          charges.map(({ run }) => run),
          [1, 2],
        );
        const lost = Date.parse(charges[0]?.to ?? '');
        assert.ok(lost <= frozenAt + PROOF_OF_LIFE_MS, `charged ${lost - frozenAt} ms beyond the freeze`);
        assert.ok(lost > Date.parse(charges[0]?.from ?? ''), 'what was used is charged');
        const lines = await linesOf(lab, id);
        assert.ok(lines.some(({ run }) => run === 2));
        for (const { run, text } of lines) assert.equal(text.split(':')[0], String(run));
      }

      // and it is good for work again
      const again = [1, 2, 3, 4].map(() => submit(lab, { gpus: { count: 1 }, command: ['sleep', '2'] }));
      for (const id of await Promise.all(again)) await untilState(lab.ada.api, id, ['RUNNING', 'SUCCEEDED']);
    });
  }
});
