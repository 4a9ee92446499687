import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { Cli, type Outcome } from './platform/cli.js';
import { createLab, untilOnline, type Lab } from './platform/lab.js';
import { Platform } from './platform/platform.js';

const PATIENCE = { timeoutMs: 60_000, everyMs: 100 };
/** In place of ssh: says how it was called, and ends with a status of its own. */
const FAKE_SSH = '#!/bin/sh\nprintf "[%s]" "$@"\nexit 23\n';

let platform: Platform;
let lab: Lab;
let cli: Cli;

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 1 });
  lab = await createLab(platform);
  const folder = tempDir('cli-ssh');
  writeFileSync(join(folder, 'ssh'), FAKE_SSH, { mode: 0o755 });
  cli = await Cli.logIn(platform, 'ada', { PATH: `${folder}:${process.env['PATH'] ?? ''}` });
});
afterAll(() => platform.stop());

const berth = (...args: readonly string[]): Promise<Outcome> => cli.run(args);

describe('berth ssh', () => {
  it('says what is missing: a reservation, then an account on its host', async () => {
    const none = await berth('ssh');
    assert.deepEqual(
      [none.status, /no active reservation; berth book/.test(none.said)],
      [5, true],
      none.said,
    );
    const booked = await berth('book', '--gpus', '1', '--for', '1h', '--title', 'desk', '--pool', lab.pool);
    assert.equal(booked.status, 0, booked.said);
    await eventually(async () => {
      const { status, said } = await berth('ssh', 'desk');
      assert.equal(status, 1, said);
      assert.match(said, /no account on .*; ask an admin or operator/);
    }, PATIENCE);
  });

  it('connects to the host of the active reservation, runs a command there, and ends as ssh does', async () => {
    const hostId = await untilOnline(lab.admin.api);
    await lab.admin.api.do(
      'mapAccount',
      { hostId, userId: lab.ada.id, account: 'ada-at-desk' },
      'account { __typename }',
    );
    await eventually(async () => {
      const { status, out, said } = await berth('ssh');
      assert.equal(status, 23, said);
      assert.match(out, /^\[--\]\[ada-at-desk@[^\]]+\]$/);
    }, PATIENCE);
    const { status, out } = await berth('ssh', 'desk', 'nvidia-smi', '-L');
    assert.equal(status, 23);
    assert.match(out, /^\[--\]\[ada-at-desk@[^\]]+\]\[nvidia-smi\]\[-L\]$/);
    const elsewhere = await berth('ssh', '--host', 'nowhere', 'desk');
    assert.equal(elsewhere.status, 2);
    assert.match(elsewhere.said, /it is not on "nowhere"; give --host: /);
  });

  it('says so where the reservation is over', async () => {
    assert.equal((await berth('reservation', 'release', 'desk', '--yes')).status, 0);
    const over = await berth('ssh', 'desk');
    assert.equal(over.status, 6, over.said);
    assert.match(over.said, /the reservation is RELEASED; one can connect while it is ACTIVE/);
  });
});
