import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { maxProcesses } from './process-limit.js';

const on = (files: { readonly [path: string]: string }) => maxProcesses((path) => files[path]);
const kernel = { '/proc/sys/kernel/pid_max': '4194304\n', '/proc/sys/kernel/threads-max': '100000\n' };
const CGROUP2 = '31 1 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw';

describe('the maximum processes of a run', () => {
  it('are a quarter of what the kernel allows', () => {
    assert.equal(on(kernel), 25_000);
  });

  it('are a quarter of what is allowed to the agent, by its control group or one around it', () => {
    const unit = {
      ...kernel,
      '/proc/self/mountinfo': CGROUP2,
      '/proc/self/cgroup': '0::/system.slice/berth.service/agent\n',
      '/sys/fs/cgroup/system.slice/berth.service/pids.max': 'max\n',
      '/sys/fs/cgroup/system.slice/pids.max': '20000\n',
    };
    assert.equal(on(unit), 5000);
  });

  it('are never so few that honest jobs could not run, and as many as they like where nothing can be known', () => {
    assert.equal(on({ '/proc/sys/kernel/pid_max': '2000' }), 1024);
    assert.equal(on({}), 0);
  });
});
