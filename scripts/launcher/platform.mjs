import { join } from 'node:path';
import { FixableError } from '../setup/errors.mjs';
import { step } from '../setup/progress.mjs';
import { LogFolder } from './bounded-log.mjs';
import { commonEnv } from './environments.mjs';
import { requireCurrentFormat } from './data-format.mjs';
import { takeDataLock } from './data-lock.mjs';
import { DiskWatch } from './disk-watch.mjs';
import { ensureInstallation } from './installation.mjs';
import { INSTALLATION_VARIABLE, installationName } from './installation-name.mjs';
import { launchNats, launchOwn } from './launch.mjs';
import { claimPort } from './ports.mjs';
import { ProcessRecord, endLeftovers } from './process-record.mjs';
import { RevocationWatch } from './revocation-watch.mjs';
import { Supervised } from './supervised.mjs';

const NATS_GRACE_MS = 10_000;

/**
 * Starts everything on one data folder; resolves to the address when all of it is ready. When something does not start,
 * all is stopped again and the promise rejects.
 *
 * @param table gives the groups of processes besides the bus, see `process-table.mjs`
 * @param onLaunch is handed `{ stop, kill }` as soon as there is something to stop
 */
export async function startPlatform({ node, natsServer }, options, table, onLaunch) {
  requireCurrentFormat(options.data);
  const lock = lockData(options.data);
  const record = join(options.data, 'processes.json');
  const name = installationName(options.data);
  await endLeftovers(record, name);
  const port = await claimPort(options.port);
  const url = `http://127.0.0.1:${port}`;
  lock.update({ url });
  const installation = await ensureInstallation(options.data, { node, natsServer });
  const groups = table(installation, { ...options, port });

  const logs = new LogFolder(join(options.data, 'logs'));
  const watch = watcher(new ProcessRecord(record, name));
  const env = { ...commonEnv(node), [INSTALLATION_VARIABLE]: name };
  const bus = new Supervised(natsSpec(installation, natsServer, logs, env), watch);
  const supervised = groups.map((group) =>
    group.map((each) => new Supervised(ownSpec(each, node, logs, env), watch)),
  );
  const stopOrder = [...supervised, [bus]];
  const disk = new DiskWatch({
    data: options.data,
    busLog: logs.pathOf(bus.name),
    restartBus: () => bus.restart(),
  });
  const revocations = new RevocationWatch({
    file: installation.trust.revokedAgentsFile,
    taken: installation.revoked,
    sign: installation.writeTrust,
    reloadBus: () => bus.reload(),
  });
  watch.onWaiting = () => supervised.flat().forEach((each) => each.extendStart());

  let stopped;
  const stopInOrder = async () => {
    await revocations.close();
    for (const group of stopOrder) await Promise.all(group.map((each) => each.stop()));
    disk.close();
    logs.close();
    lock.release();
  };
  const stop = () => (stopped ??= stopInOrder());
  const kill = () => stopOrder.flat().forEach((each) => each.kill());
  onLaunch({ stop, kill });

  try {
    await step('starting', async () => {
      await started(bus, logs);
      await Promise.all(supervised.flat().map((each) => started(each, logs)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  watch.settled = true;
  return url;
}

function lockData(data) {
  const lock = takeDataLock(data);
  if (!lock.holder) return lock;
  const { pid, since, url } = lock.holder;
  const where = url ? `, at ${url}` : '';
  throw new FixableError(
    `${data} is in use by process ${pid} since ${since}${where}; stop that process, or choose another folder with --data DIR`,
  );
}

async function started(process, logs) {
  try {
    await process.start();
  } catch (error) {
    if (error.said) {
      throw new FixableError(
        `${process.name} did not start: ${error.said}; see ${logs.pathOf(process.name)}`,
      );
    }
    const last = logs.lastLine(process.name);
    throw new FixableError(
      `${process.name} did not start: it ${error.message}; see ${logs.pathOf(process.name)}` +
        (last && `, which ends with: ${last}`),
    );
  }
}

function natsSpec({ trust, natsPort }, binary, logs, env) {
  const launch = () =>
    launchNats({ binary, config: trust.config, port: natsPort, log: logs.open('nats-server'), env });
  return { name: 'nats-server', graceMs: NATS_GRACE_MS, launch };
}

function ownSpec({ name, entry, env, graceMs }, node, logs, common) {
  const launch = (hear) =>
    launchOwn({ node, entry, env: { ...common, ...env }, log: logs.open(name), ...hear });
  return { name, graceMs, launch };
}

function watcher(record) {
  const waited = new Set();
  return {
    settled: false,
    onWaiting: () => undefined,
    /** Services wait for the same things: one line for all of them. */
    waiting(name, text) {
      this.onWaiting();
      if (waited.has(text)) return;
      waited.add(text);
      console.log(text);
    },
    started: (name, pid) => record.add(name, pid),
    ready(name, info) {
      record.ready(name, info);
      if (!this.settled) return;
      waited.clear();
      console.log(`${name} is ready again`);
    },
    ended: (name) => record.ended(name),
    restarting: (name, reason, delayMs) => console.log(`${name} ${reason}; restarting it in ${delayMs} ms`),
    overdue: (name) => console.log(`${name} did not stop in time and is killed`),
  };
}
