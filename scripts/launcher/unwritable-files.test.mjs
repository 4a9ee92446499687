import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { LogFolder } from './bounded-log.mjs';
import { ProcessRecord } from './process-record.mjs';
import { Supervised } from './supervised.mjs';
import { tempFolder, until } from './fixtures/running.mjs';

/** A launcher that fails takes everything with it, so what it can't write must not make it fail. */
describe('what the launcher cannot write', () => {
  it('of its record it writes later', async () => {
    const folder = join(tempFolder(), 'not', 'there', 'yet');
    const path = join(folder, 'processes.json');
    const record = new ProcessRecord(path, 'an installation');
    record.add('auth', process.pid);
    record.ready('auth', { healthPort: 1 });
    assert.equal(existsSync(path), false);
    mkdirSync(folder, { recursive: true });
    await until(() => existsSync(path));
    const [{ name, ready, healthPort }] = JSON.parse(readFileSync(path, 'utf8'));
    assert.deepEqual([name, ready, healthPort], ['auth', true, 1]);
  });

  it('of a log that a process would write to keeps that process from starting, until it can', async () => {
    let room = false;
    const launch = () => {
      if (!room) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      const child = spawn('sleep', ['60']);
      return { child, ready: Promise.resolve({}) };
    };
    const reasons = [];
    let started = 0;
    const auth = new Supervised(
      { name: 'auth', graceMs: 1_000, launch },
      {
        started: () => (started += 1),
        ready: () => undefined,
        ended: () => undefined,
        restarting: (_, reason) => reasons.push(reason),
        overdue: () => undefined,
      },
    );
    room = true;
    await auth.start();
    room = false;
    auth.restart();
    await until(() => reasons.includes('could not be launched: no space left on device'));
    room = true;
    await until(() => started === 2);
    await auth.stop();
  });

  it('of logs that have grown it tries again, and cuts the others', async () => {
    const logs = new LogFolder(tempFolder(), { maxBytes: 1_000, checkEveryMs: 10 });
    onTestEnd(() => logs.close());
    const [stuck, other] = ['auth', 'billing'].map((name) => {
      closeSync(logs.open(name));
      return logs.pathOf(name);
    });
    mkdirSync(`${stuck}.1`);
    mkdirSync(join(`${stuck}.2`, 'taken'), { recursive: true });
    for (const path of [stuck, other]) writeFileSync(path, 'x'.repeat(2_000));
    await until(() => statSync(other).size === 0);
    assert.equal(statSync(`${other}.1`).size, 2_000);
    await sleep(50);
    assert.equal(statSync(stuck).size, 2_000);
    for (const copy of [`${stuck}.1`, `${stuck}.2`]) rmSync(copy, { recursive: true, force: true });
    await until(() => statSync(stuck).size === 0);
  });
});
