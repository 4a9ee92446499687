import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it, jest } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { eventually } from '@berth/testing/eventually';
import { jobOf, linesOf, submit, untilState } from '../platform/jobs.js';
import { createLab, type Lab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { SmallDisk } from '../platform/small-disk.js';

jest.setTimeout(300_000);

/** Longer than the timeout of a call. */
const FULL_MS = 15_000;
const WAIT_OPTIONS = { timeoutMs: 60_000, everyMs: 250 };
const EVERY_SERVICE =
  'query ($id: ID!) { viewer { username } users { edges { node { username } } } job(id: $id) { state } hosts { edges { node { status } } } charges(job: $id) { edges { node { seconds } } } }';

const counting = (lines: number) => ({
  gpus: { count: 1 },
  command: ['sh', '-c', `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo line $i; sleep 0.1; done`],
});
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const pidsOf = (platform: Platform) =>
  platform.processes().flatMap(({ name, pid }) => (name === 'nats-server' ? [] : [[name, pid]]));

const refused = (lab: Lab) =>
  lab.ada.api.tryTo<object>(
    'submitJob',
    {
      name: 'more',
      project: lab.project,
      command: ['true'],
      env: [{ name: 'A', value: 'x'.repeat(20_000) }],
    },
    'job { id }',
  );

describe('a full disk', () => {
  it('of the platform refuses what cannot be recorded, stops nothing else, and is over without a restart', async () => {
    const disk = SmallDisk.mount();
    if (!disk) skipTest('this machine lets the test mount no disk of its own');
    const data = join(disk.folder, 'data');
    const platform = await Platform.startFor({
      data,
      simulateGpus: 2,
      env: { BERTH_LOG_LEVEL: 'debug' },
    });
    const lab = await createLab(platform);
    const id = await submit(lab, counting(300));
    await untilState(lab.ada.api, id, ['RUNNING']);
    const before = pidsOf(platform);
    // its own output is on that disk too, and goes into what it has there already
    const run = `${Buffer.from(id, 'base64').toString().replace('Job:', '')}.1`;
    const output = join(data, 'agent', 'runs', run, 'stdout');
    await eventually(() => assert.ok(statSync(output).size > 0), WAIT_OPTIONS);

    disk.fill();
    for (const end = Date.now() + FULL_MS; Date.now() < end; await sleep(500)) {
      await lab.admin.api.ask(EVERY_SERVICE, { id });
      const outcome = await refused(lab);
      assert.match(
        JSON.stringify(outcome),
        /"UNAVAILABLE","message":"scheduler cannot record anything: its disk is full/,
      );
    }
    assert.deepEqual(pidsOf(platform), before);
    assert.match(platform.report(), /the disk that holds \S+ is full: nothing is recorded/);

    disk.makeRoom();
    const later = await eventually(() => submit(lab, counting(3)), WAIT_OPTIONS);
    await eventually(
      async () => assert.equal((await jobOf(lab.ada.api, later)).state, 'SUCCEEDED'),
      WAIT_OPTIONS,
    );
    await eventually(
      async () => assert.equal((await jobOf(lab.ada.api, id)).state, 'SUCCEEDED'),
      WAIT_OPTIONS,
    );
    await eventually(async () => {
      assert.deepEqual(await linesOf(lab.ada.api, later), lines(3));
      assert.deepEqual(await linesOf(lab.ada.api, id), lines(300));
    }, WAIT_OPTIONS);
    await eventually(async () => {
      const { charges } = await lab.ada.api.ask<{ charges: { edges: { node: { to: string | null } }[] } }>(
        'query ($id: ID!) { charges(job: $id) { edges { node { to } } } }',
        { id },
      );
      assert.ok(charges.edges[0]?.node.to);
    }, WAIT_OPTIONS);
    assert.deepEqual(pidsOf(platform), before);
  });

  it('of the archive loses no output, though the agent dies meanwhile, and stops no jobs', async () => {
    const disk = SmallDisk.mount();
    if (!disk) skipTest('this machine lets the test mount no disk of its own');
    const platform = await Platform.startFor({
      simulateGpus: 2,
      env: { BERTH_LOG_ARCHIVE_DIR: join(disk.folder, 'archive') },
    });
    const lab = await createLab(platform);
    const first = await submit(lab, counting(3));
    await untilState(lab.ada.api, first, ['SUCCEEDED']);
    assert.deepEqual(await linesOf(lab.ada.api, first), lines(3));
    const telemetry = platform.pidOf('telemetry');

    disk.fill();
    const id = await submit(lab, counting(60));
    await untilState(lab.ada.api, id, ['RUNNING']);
    await platform.killAndWait('agent');
    await untilState(lab.ada.api, id, ['SUCCEEDED']);
    assert.deepEqual(await linesOf(lab.ada.api, first), lines(3));
    await sleep(2_000);

    disk.makeRoom();
    await eventually(async () => assert.deepEqual(await linesOf(lab.ada.api, id), lines(60)), WAIT_OPTIONS);
    assert.equal(platform.pidOf('telemetry'), telemetry);
  });
});
