import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from '../setup/process-identity.mjs';
import { installationName } from './installation-name.mjs';
import { isAlive, launch, tempFolder, until } from './fixtures/running.mjs';

jest.setTimeout(60_000);

const everyPid = (launcher) => launcher.processes().map(({ pid }) => pid);
const stops = (launcher) => launcher.journal().filter((line) => line.endsWith('stopped'));

describe('the launcher', () => {
  it('starts everything, and on SIGTERM stops it in order and leaves nothing running', async () => {
    const launcher = launch(tempFolder());
    await launcher.up();
    const pids = everyPid(launcher);
    assert.equal(pids.filter(isAlive).length, 5);
    launcher.child.kill('SIGTERM');
    assert.equal(await launcher.exit, 0);
    assert.deepEqual(stops(launcher).slice(0, 2), ['agent stopped', 'gateway stopped']);
    assert.deepEqual(stops(launcher).slice(2).sort(), ['auth stopped', 'billing stopped']);
    assert.deepEqual(pids.filter(isAlive), []);
  });

  it('starts again on the same data, with the same bus address', async () => {
    const folder = tempFolder();
    const busPort = async () => {
      const launcher = launch(folder);
      await launcher.up();
      const { url } = launcher.processes().find(({ name }) => name === 'nats-server');
      launcher.child.kill('SIGINT');
      assert.equal(await launcher.exit, 0);
      return url;
    };
    assert.equal(await busPort(), await busPort());
  });

  it('makes no other master key beside data, and names the one that is missing', async () => {
    const folder = tempFolder();
    const first = launch(folder);
    await first.up();
    first.child.kill('SIGTERM');
    await first.exit;
    const store = join(folder, 'data', 'services', 'auth', 'events.sqlite');
    mkdirSync(dirname(store), { recursive: true });
    writeFileSync(store, '');
    rmSync(join(folder, 'data', 'secrets'), { recursive: true });
    const before = readdirSync(join(folder, 'data')).sort();
    const second = launch(folder);
    assert.equal(await second.exit, 1);
    assert.match(
      second.output,
      /secrets\/master\.key is missing, and \S+auth\/events\.sqlite was written with it/,
    );
    assert.deepEqual(readdirSync(join(folder, 'data')).sort(), before);
  });

  it('restarts any process that dies', async () => {
    const launcher = launch(tempFolder());
    await launcher.up();
    for (const name of ['billing', 'nats-server']) {
      const before = launcher.pidOf(name);
      process.kill(before, 'SIGKILL');
      await until(() => launcher.output.includes(`${name} is ready again`));
      assert.notEqual(launcher.pidOf(name), before);
      assert.match(launcher.output, new RegExp(`${name} ended by SIGKILL; restarting it`));
    }
    assert.equal(launcher.processes().find(({ name }) => name === 'billing').restarts, 1);
  });

  it('takes everything with it when it is killed, and the next start waits for that', async () => {
    const folder = tempFolder();
    const first = launch(folder);
    await first.up();
    const pids = everyPid(first);
    first.child.kill('SIGKILL');
    const second = launch(folder);
    await second.up();
    assert.deepEqual(pids.filter(isAlive), []);
    assert.equal(second.journal().filter((line) => line.endsWith('abandoned')).length, 4);
  });

  it('names the holder of the data, and leaves that one running', async () => {
    const folder = tempFolder();
    const first = launch(folder);
    await first.up();
    const second = launch(folder);
    assert.equal(await second.exit, 1);
    const url = /up (http\S+)/.exec(first.output)[1];
    assert.match(
      second.output,
      new RegExp(`is in use by process ${first.child.pid} since \\S+, at ${url};.*--data`),
    );
    assert.equal(everyPid(first).filter(isAlive).length, 5);
  });

  it('leaves processes of the original running where it starts on a copy of its folder', async () => {
    const folder = tempFolder();
    const first = launch(folder);
    await first.up();
    const pids = everyPid(first);
    const copied = tempFolder();
    cpSync(join(folder, 'data'), join(copied, 'data'), { recursive: true });
    const refused = launch(copied);
    assert.equal(await refused.exit, 1);
    const held = realpathSync(join(folder, 'data'));
    assert.match(refused.output, new RegExp(`launcher.lock locks ${held} for process ${first.child.pid}`));

    rmSync(join(copied, 'data', 'launcher.lock'));
    const second = launch(copied);
    await second.up();
    assert.equal(pids.filter(isAlive).length, 5);
    assert.equal(everyPid(second).filter((pid) => pids.includes(pid)).length, 0);
    second.child.kill('SIGKILL');
    const third = launch(copied);
    await third.up();
    third.child.kill('SIGTERM');
    assert.equal(await third.exit, 0);
    assert.equal(pids.filter(isAlive).length, 5);
  });

  it('ends nothing that its record names and that was not started for its folder', async () => {
    const folder = tempFolder();
    const first = launch(folder);
    await first.up();
    first.child.kill('SIGTERM');
    await first.exit;
    const outsider = spawn('sleep', ['60']);
    onTestEnd(() => outsider.kill('SIGKILL'));
    const record = join(folder, 'data', 'processes.json');
    const named = first.processes().map((each) => ({
      ...each,
      installation: installationName(join(folder, 'data')),
      pid: outsider.pid,
      identity: identityOf(outsider.pid),
    }));
    writeFileSync(record, JSON.stringify(named));
    await launch(folder).up();
    assert.ok(isAlive(outsider.pid));
  });

  it('takes no notice of a lock whose process is gone, even where its pid is in use again', async () => {
    const folder = tempFolder();
    const first = launch(folder);
    await first.up();
    first.child.kill('SIGTERM');
    await first.exit;
    const stale = { pid: process.pid, identity: 'an earlier process', since: '2020-01-01T00:00:00Z' };
    writeFileSync(join(folder, 'data', 'launcher.lock'), JSON.stringify(stale));
    await launch(folder).up();
  });

  it('fails when a process does not start, names its log and stops the rest', async () => {
    const launcher = launch(tempFolder(), { FAILING: 'billing' });
    assert.equal(await launcher.exit, 1);
    assert.match(
      launcher.output,
      /billing did not start: it ended with status 3; .*billing\.log, which ends with: BERTH_SOMETHING is not set/,
    );
    assert.deepEqual(everyPid(launcher).filter(isAlive), []);
  });

  it('prints once what processes wait for, and in one sentence why one fails and is not restarted', async () => {
    const patient = launch(tempFolder(), { WAITING: 'auth,billing' });
    await patient.up();
    assert.equal(
      patient.output.match(/^waiting for a store at 127\.0\.0\.1:1: connection refused$/gm).length,
      1,
    );

    const given = launch(tempFolder(), { GIVING_UP: 'billing' });
    assert.equal(await given.exit, 1);
    assert.match(
      given.output,
      /^berth: billing did not start: the store at 127\.0\.0\.1:1 was not reachable within 1 s: connection refused; see .*billing\.log$/m,
    );
    assert.doesNotMatch(given.output, /\{/);
  });

  it('kills what does not stop in time', async () => {
    const launcher = launch(tempFolder(), { STUBBORN: 'gateway' });
    await launcher.up();
    launcher.child.kill('SIGTERM');
    assert.equal(await launcher.exit, 0);
    assert.match(launcher.output, /gateway did not stop in time and is killed/);
  });

  it('stops at once on a second signal', async () => {
    const launcher = launch(tempFolder(), { STUBBORN: 'agent' });
    await launcher.up();
    const pids = everyPid(launcher);
    launcher.child.kill('SIGINT');
    await until(() => launcher.output.includes('again to stop'));
    await sleep(400);
    launcher.child.kill('SIGINT');
    assert.equal(await launcher.exit, 0);
    assert.deepEqual(pids.filter(isAlive), []);
    assert.doesNotMatch(launcher.output, /did not stop in time/);
  });

  it('takes a signal that comes twice at once for one', async () => {
    const launcher = launch(tempFolder());
    await launcher.up();
    launcher.child.kill('SIGINT');
    launcher.child.kill('SIGTERM');
    assert.equal(await launcher.exit, 0);
    assert.equal(stops(launcher).length, 4);
  });

  it('runs beside another one', async () => {
    const [one, other] = [launch(tempFolder()), launch(tempFolder())];
    await Promise.all([one.up(), other.up()]);
    assert.equal([...everyPid(one), ...everyPid(other)].filter(isAlive).length, 10);
  });

  it('refuses a port that is taken', async () => {
    const { createServer } = await import('node:net');
    const server = createServer().listen(0, '127.0.0.1');
    onTestEnd(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address();
    const launcher = launch(tempFolder(), {}, ['--port', String(port)]);
    assert.equal(await launcher.exit, 1);
    assert.match(launcher.output, new RegExp(`port ${port} is in use; choose another with --port`));
  });
});
