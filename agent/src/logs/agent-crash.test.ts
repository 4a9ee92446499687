import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tempDir } from '@berth/testing/temp-dir';
import { aRun } from '../executors/process/testing/a-run.js';
import { LogArchive } from './testing/log-archive.js';
import type { FromTail, ToTail } from './testing/tailing-agent.js';

const AGENT = fileURLToPath(new URL('./testing/tailing-agent.js', import.meta.url));

/** Numbered lines in bursts of uneven size, some of several bytes a character, for about a second and a half. */
const CHATTY = `
  let line = 0;
  const write = () => {
    for (let burst = 0; burst < 1 + (line * 7) % 150; burst += 1) {
      process.stdout.write(\`line \${line} \${'é€😀'.repeat(line % 13)}\\n\`);
      if (line % 10 === 0) process.stderr.write(\`error \${line}\\n\`);
      line += 1;
    }
    if (line < 12000) setTimeout(write, 8);
  };
  write();`;

describe('the output of a run whose agent is killed again and again', () => {
  it('arrives whole: no line lost, none twice, one copy of the job', async () => {
    const folder = tempDir('runs');
    const run = aRun(['node', '-e', CHATTY]);
    const archive = new LogArchive();
    let delivered = false;
    let kills = 0;

    while (!delivered) {
      const agent = fork(AGENT, [folder, JSON.stringify(run)]);
      agent.on('message', (message: FromTail) => {
        if (message.type === 'delivered') delivered = true;
        else {
          archive.take(message.chunk);
          const { stream, seq } = message.chunk;
          // Confirmations get lost too.
          if (seq % 3 !== 0 || message.chunk.last)
            agent.send({ confirm: { stream, seq } } satisfies ToTail, () => undefined);
        }
      });
      const exited = once(agent, 'exit');
      // Killed in all stages of its life, and then left to finish.
      for (let waited = 0; !delivered && waited < (kills < 8 ? 60 + 35 * kills : 30_000); waited += 10)
        await sleep(10);
      agent.kill('SIGKILL');
      await exited;
      kills += 1;
    }

    assert.ok(kills > 2, `killed ${kills} times`);
    const files = join(folder, `${run.jobId}.1`);
    for (const stream of ['stdout', 'stderr'] as const) {
      assert.equal(archive.text(stream), readFileSync(join(files, stream), 'utf8'));
      assert.ok(archive.isComplete(stream));
    }
    const numbers = archive
      .text('stdout')
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]));
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index),
    );
    assert.ok(numbers.length >= 12_000);
  }, 60_000);
});
