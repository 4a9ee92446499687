import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Platform } from '@berth/tests/platform/platform';
import type { Figure, Row, Setting } from '../figure.js';
import { startLab } from './bench-lab.js';
import { cpuSeconds, pidsOf, pssMb } from './processes.js';

const TARGET_MB = 600;
const TARGET_CPU_PERCENT = 2;
const TARGET_UP_SECONDS = 8;
/** Services, gateway and agent. */
const NODE_PROCESSES = 7;

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  const folder = setting.folder('idle');
  setting.say('starting a platform, stopping it, and starting it again');
  await (await startLab(folder)).stop();
  const begin = performance.now();
  const platform = await Platform.start({ data: join(folder, 'data') });
  const upSeconds = (performance.now() - begin) / 1000;
  try {
    const settle = quick ? 2 : 15;
    const watch = quick ? 3 : 20;
    setting.say(`leaving it alone for ${settle} s, then watching it for ${watch} s`);
    await sleep(settle * 1000);
    const pids = pidsOf(platform);
    const before = new Map([...pids].map(([name, pid]) => [name, cpuSeconds(pid)]));
    await sleep(watch * 1000);
    const cpu = new Map([...pids].map(([name, pid]) => [name, cpuSeconds(pid) - (before.get(name) ?? 0)]));
    const pss = new Map([...pids].map(([name, pid]) => [name, pssMb(pid)]));
    const bare = await bareProcesses();
    return [
      {
        name: 'idle.memory',
        what: `all ${pids.size} processes, the launcher and nats-server among them, idle`,
        unit: 'MB',
        value: sum(pss.values()),
        floor: bare.mb,
        floorIs: `${NODE_PROCESSES} Node processes that do nothing`,
        target: TARGET_MB,
        better: 'lower',
        beside: Object.fromEntries([...pss].map(([name, mb]) => [`${name}, MB`, mb])),
      },
      {
        name: 'idle.cpu',
        what: 'CPU time of all processes, idle',
        unit: '% of a core',
        value: (sum(cpu.values()) / watch) * 100,
        target: TARGET_CPU_PERCENT,
        better: 'lower',
        beside: Object.fromEntries(
          [...cpu].map(([name, seconds]) => [`${name}, %`, (seconds / watch) * 100]),
        ),
      },
      {
        name: 'idle.up',
        what: 'from the launcher being started on an installation to everything being ready',
        unit: 's',
        value: upSeconds,
        floor: bare.seconds,
        floorIs: `${NODE_PROCESSES} Node processes started at once`,
        target: TARGET_UP_SECONDS,
        better: 'lower',
      },
    ];
  } finally {
    await platform.stop();
  }
}

async function bareProcesses(): Promise<{ readonly mb: number; readonly seconds: number }> {
  const begin = performance.now();
  const children: readonly ChildProcess[] = Array.from({ length: NODE_PROCESSES }, () =>
    spawn(process.execPath, ['-e', 'process.send("up"); process.once("disconnect", () => process.exit())'], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  const seconds = (performance.now() - begin) / 1000;
  await sleep(500);
  const mb = sum(children.map(({ pid }) => (pid === undefined ? 0 : pssMb(pid))));
  for (const child of children) child.disconnect();
  return { mb, seconds };
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

export const idleRow: Row = {
  name: 'idle',
  measures: 'CPU and memory of an idle platform',
  run: measure,
};
