import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { tempDir } from '@berth/testing/temp-dir';
import { locateCgroup } from './cgroup-location.js';
import { Cgroups } from './cgroups.js';
import { ProcessExecutor } from './process-executor.js';
import { aScript, untilEnded } from './testing/a-run.js';

const V1_MOUNTS = [
  '30 23 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory',
  '31 23 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct',
  '32 23 0:28 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw',
].join('\n');
const V2_MOUNTS = '25 18 0:22 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate';

describe('locateCgroup', () => {
  const cases = [
    {
      where: 'version 1',
      mounts: V1_MOUNTS,
      membership: '9:memory:/a/b\n8:cpu,cpuacct:/c\n0::/',
      memory: { version: 1, folder: '/sys/fs/cgroup/memory/a/b' },
      cpu: { version: 1, folder: '/sys/fs/cgroup/cpu,cpuacct/c' },
    },
    {
      where: 'version 1 in a container, which sees its own part only',
      mounts: '30 23 0:26 /docker/x /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
      membership: '9:memory:/docker/x',
      memory: { version: 1, folder: '/sys/fs/cgroup/memory' },
      cpu: undefined,
    },
    {
      where: 'version 2',
      mounts: V2_MOUNTS,
      membership: '0::/system.slice/berth.service',
      memory: { version: 2, folder: '/sys/fs/cgroup/system.slice/berth.service' },
      cpu: { version: 2, folder: '/sys/fs/cgroup/system.slice/berth.service' },
    },
    {
      where: 'version 2 with the agent in a leaf',
      mounts: V2_MOUNTS,
      membership: '0::/system.slice/berth.service/agent',
      memory: { version: 2, folder: '/sys/fs/cgroup/system.slice/berth.service' },
      cpu: { version: 2, folder: '/sys/fs/cgroup/system.slice/berth.service' },
    },
    { where: 'a host without cgroups', mounts: '', membership: '', memory: undefined, cpu: undefined },
  ];
  for (const { where, mounts, membership, memory, cpu } of cases) {
    it(`finds them in ${where}`, () => {
      assert.deepEqual(locateCgroup('memory', mounts, membership), memory);
      assert.deepEqual(locateCgroup('cpu', mounts, membership), cpu);
    });
  }
});

describe('Cgroups', () => {
  it('writes the limits of version 2', async () => {
    const folder = tempDir('cgroup');
    mkdirSync(join(folder, 'unit'));
    writeFileSync(join(folder, 'mountinfo'), `25 18 0:22 / ${folder} rw - cgroup2 cgroup2 rw`);
    writeFileSync(join(folder, 'membership'), '0::/unit/agent');
    const cgroups = await Cgroups.detect({
      mountinfo: join(folder, 'mountinfo'),
      membership: join(folder, 'membership'),
    });
    assert.equal(cgroups.statement, 'enforced');
    const files = await cgroups.create('run', { vcpus: 1.5, ramMiB: 256 });
    assert.deepEqual(files, [join(folder, 'unit', 'run', 'cgroup.procs')]);
    assert.equal(readFileSync(join(folder, 'unit', 'run', 'memory.max'), 'utf8'), '268435456');
    assert.equal(readFileSync(join(folder, 'unit', 'run', 'cpu.max'), 'utf8'), '150000 100000');
    writeFileSync(join(folder, 'unit', 'run', 'memory.events'), 'low 0\nmax 12\noom 1\noom_kill 1\n');
    assert.equal(await cgroups.oomKilled('run'), true);
  });

  it('says why limits are not enforced', async () => {
    const cgroups = await Cgroups.detect({ mountinfo: '/nowhere', membership: '/nowhere' });
    assert.match(cgroups.statement, /^not enforced: memory: no such cgroup controller is mounted; cpu: /);
  });

  // On a host where the agent may not limit memory the statement says so, and the run has what it takes.
  it('holds a run to its memory, or has said that it does not', async () => {
    const cgroups = await Cgroups.detect();
    const executor = await ProcessExecutor.open({
      folder: tempDir('runs'),
      cgroups,
      outputLimitBytes: 0,
      checkSeconds: 60,
    });
    const run = aScript('exec node -e "globalThis.held = Buffer.alloc(300 << 20, 1)"', { ramMiB: 100 });
    await executor.start(run);
    const { end } = await untilEnded(executor, run);
    await executor.close();
    if (cgroups.statement === 'enforced') {
      assert.deepEqual([end.outcome, end.errorClass], ['failed', 'outOfMemory']);
    } else {
      assert.match(cgroups.statement, /^not enforced: ./);
    }
  });
});
