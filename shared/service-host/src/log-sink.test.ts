import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';

const LOGGING = fileURLToPath(new URL('./testing/logging-process.js', import.meta.url));
const folder = tempDir('log-sink');

/** A process that logs to the file descriptor; it answers each message once it has logged as many lines as it says. */
function aLoggingProcess(fd: number) {
  const child = spawn(process.execPath, [LOGGING], { stdio: ['ignore', fd, 'inherit', 'ipc'] });
  onTestEnd(() => child.kill('SIGKILL'));
  return {
    child,
    log: async (lines: number): Promise<number> => {
      const [answer] = (await sent(child, lines)) as [{ tookMs: number }];
      return answer.tookMs;
    },
  };
}

const sent = (child: ChildProcess, message: object | number): Promise<unknown[]> => {
  const answer = once(child, 'message');
  child.send(message);
  return answer;
};

describe('a log', () => {
  it('on a full disk takes no process down, and loses lines only', async () => {
    const fd = openSync('/dev/full', 'w');
    onTestEnd(() => closeSync(fd));
    const { child, log } = aLoggingProcess(fd);
    for (let round = 0; round < 20; round += 1) await log(50);
    child.disconnect();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('in a pipe that nobody reads makes nobody wait, keeps some, and says what it lost', async () => {
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    onTestEnd(() => closeSync(reader));
    const writer = openSync(path, constants.O_WRONLY);
    const { child, log } = aLoggingProcess(writer);
    closeSync(writer);
    for (let round = 0; round < 30; round += 1) assert.ok((await log(2_000)) < 5_000);
    let text = '';
    const chunk = Buffer.alloc(1 << 16);
    const read = () => {
      try {
        text += chunk.toString('latin1', 0, readSync(reader, chunk));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      }
    };
    await eventually(
      () => {
        read();
        assert.ok(text.length > 1 << 20 && text.endsWith('\n'), `${text.length} bytes were kept`);
      },
      { everyMs: 1 },
    );
    await log(1);
    await eventually(() => {
      read();
      assert.ok(/lines of this log are lost: EAGAIN/.test(text), 'it is not said that lines are lost');
    });
    for (const line of text.trimEnd().split('\n')) JSON.parse(line);
    child.disconnect();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('has the last line of a process that fails', async () => {
    const path = join(folder, 'fatal.log');
    const fd = openSync(path, 'a');
    const { child } = aLoggingProcess(fd);
    closeSync(fd);
    child.send('fail');
    assert.deepEqual(await once(child, 'exit'), [3, null]);
    assert.match(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '', /it is over/);
  });

  it('goes on in a file that was cut meanwhile', async () => {
    const path = join(folder, 'cut.log');
    const fd = openSync(path, 'a+');
    onTestEnd(() => closeSync(fd));
    const { log } = aLoggingProcess(fd);
    await log(10);
    ftruncateSync(fd, 0);
    writeSync(fd, '');
    await log(1);
    assert.equal(readFileSync(path, 'utf8').trimEnd().split('\n').length, 1);
  });
});
