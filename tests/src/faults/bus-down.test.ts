import assert from 'node:assert/strict';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { it } from '@jest/globals';
import { SERVICES } from '@berth/contracts/services';
import { eventually } from '@berth/testing/eventually';
import { natsBinary } from '@berth/testing/nats-binary';
import { tempDir } from '@berth/testing/temp-dir';
import { createLab } from '../platform/lab.js';
import { chargesOf, historyOf, jobOf, linesOf, script, submit, untilState } from '../platform/jobs.js';
import { Platform } from '../platform/platform.js';
import { Journal, everyJob } from './journal.js';
import { logOf } from './log-of.js';

const DOWN_MS = Number(process.env['BERTH_FAULT_BUS_DOWN_SECONDS'] ?? 10) * 1000;
const DELIVERY_TIMEOUT_MS = 10_000;

/** A nats-server that does not start while a file is there. */
function holdableNats() {
  const folder = tempDir('held-nats');
  const hold = join(folder, 'hold');
  const program = join(folder, 'nats-server');
  writeFileSync(
    program,
    `#!/bin/sh\nwhile [ -e '${hold}' ]; do sleep 0.1; done\nexec '${natsBinary()}' "$@"\n`,
  );
  chmodSync(program, 0o700);
  return { program, hold: () => writeFileSync(hold, ''), release: () => rmSync(hold) };
}

it('keeps what was acknowledged without the bus, and delivers it', async () => {
  const nats = holdableNats();
  const platform = await Platform.startFor({
    // less than the bus will be away: only missed heartbeats while inventory was connected count
    env: {
      BERTH_TEST_NATS_SERVER: nats.program,
      BERTH_HOST_LOST_AFTER_SECONDS: String((DOWN_MS * 0.8) / 1000),
    },
  });
  const lab = await createLab(platform);
  const { ada, admin } = lab;
  // ends while the bus is down, so that its end, its output and its charge are all to be delivered afterwards
  const running = await submit(
    lab,
    script(
      `for (let line = 1; line <= 100; line += 1) {
           console.log(line);
           await new Promise((resolve) => setTimeout(resolve, ${(DOWN_MS * 0.6) / 100}));
         }`,
    ),
  );
  await untilState(ada.api, running, ['RUNNING']);
  const journal = new Journal(ada.api, { project: lab.project, command: ['true'] });
  const timeout = AbortSignal.timeout(120_000);
  const names = Array.from({ length: 200 }, (_, index) => `job-${index}`);
  await journal.submit(names.slice(0, 100), 16, timeout);

  nats.hold();
  platform.kill('nats-server');
  const submitting = journal.submit(names.slice(100), 16, timeout);
  await sleep(DOWN_MS);
  nats.release();
  await platform.untilReady(['nats-server']);
  const back = performance.now();

  const done = await untilState(ada.api, running, ['SUCCEEDED'], DELIVERY_TIMEOUT_MS);
  await eventually(async () => assert.ok((await chargesOf(ada.api, running))[0]?.to), {
    timeoutMs: DELIVERY_TIMEOUT_MS - (performance.now() - back),
  });
  await submitting;
  assert.ok(performance.now() - back < DELIVERY_TIMEOUT_MS);
  assert.equal(done.runs.length, 1);
  assert.equal((await chargesOf(ada.api, running)).length, 1);
  assert.deepEqual(
    await linesOf(ada.api, running),
    Array.from({ length: 100 }, (_, index) => String(index + 1)),
  );

  for (const name of [...SERVICES, 'gateway']) {
    const said = logOf(platform, name).filter(({ msg }) => msg.startsWith('the connection to the bus is'));
    assert.deepEqual(
      said.map(({ msg }) => msg.replace(/after .*/, '')),
      [
        'the connection to the bus is down; calls and events are queued or refused',
        'the connection to the bus is up again ',
      ],
      name,
    );
  }

  assert.deepEqual(journal.refused, []);
  const there = await everyJob(ada.api);
  assert.deepEqual(
    names.map((name) => there.get(name)),
    names.map((name) => [journal.acknowledged.get(name)]),
  );
  const { hosts } = await admin.api.ask<{ hosts: { edges: { node: { id: string } }[] } }>(
    '{ hosts { edges { node { id } } } }',
  );
  const life = await historyOf(admin.api, hosts.edges[0]?.node.id ?? '');
  assert.ok(!life.some(({ type }) => type === 'inventory.host.lost.v1'), JSON.stringify(life));
  assert.notEqual((await jobOf(ada.api, running)).state, 'QUEUED');
}, 180_000);
