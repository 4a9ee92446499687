import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { AgentProcess } from './testing/agent-process.js';
import { FakePlatform } from './testing/fake-platform.js';

/** Inodes of a process's sockets (proc_pid_fd(5)). */
function socketsOf(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  const links = readdirSync(folder).map((name) => {
    try {
      return readlinkSync(join(folder, name));
    } catch {
      return '';
    }
  });
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

/** Of a file in /proc/net, by their fields. */
const linesOf = (table: string): readonly (readonly string[])[] =>
  existsSync(`/proc/net/${table}`)
    ? readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
    : [];

describe('an agent that starts', () => {
  let platform: FakePlatform;
  let agent: AgentProcess;
  beforeAll(async () => {
    platform = await FakePlatform.start();
    agent = new AgentProcess(platform);
    await agent.start();
  });
  afterAll(async () => {
    await agent.end('SIGTERM');
    await platform.stop();
  });

  it('refuses a second agent on its folder', async () => {
    const second = new AgentProcess(platform, { BERTH_AGENT_DIR: agent.folder });
    await assert.rejects(second.start(), /ended with 1: .*another agent already runs on/s);
    const beats = platform.callsOf(agent.hostId, 'heartbeat').length;
    await eventually(() => assert.ok(platform.callsOf(agent.hostId, 'heartbeat').length > beats));
  });

  it('holds no name that a job could take while it is away, and so keep it from coming back', () => {
    const sockets = socketsOf(agent.pid);
    assert.ok(sockets.size > 0, 'its sockets cannot be seen');
    // unix(7): what begins with @ is no file; tcp in state 0A listens
    const names = linesOf('unix')
      .filter(([, , , , , , inode = '', name = '']) => name.startsWith('@') && sockets.has(inode))
      .map(([, , , , , , , name]) => name);
    const ports = [...linesOf('tcp'), ...linesOf('tcp6')]
      .filter(([, , , state, , , , , , inode = '']) => state === '0A' && sockets.has(inode))
      .map(([, address]) => address);
    assert.deepEqual([...names, ...ports], []);
  });

  it('says what is wrong with its settings and with its token', async () => {
    await assert.rejects(
      new AgentProcess(platform, { BERTH_SIMULATE_GPUS: 'two' }).start(),
      /ended with 2: .*BERTH_SIMULATE_GPUS/s,
    );
    const other = new AgentProcess(platform);
    writeFileSync(join(other.folder, 'token'), 'a-token-that-is-not-valid');
    await assert.rejects(other.start(), /ended with 1: .*the join token is not valid/s);
  });
});
