import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { takeLock } from './lock-file.mjs';

jest.setTimeout(60_000);

const MODULE = new URL('lock-file.mjs', import.meta.url).href;

function lockPath() {
  const folder = mkdtempSync(join(tmpdir(), 'berth-lock-'));
  onTestEnd(() => rmSync(folder, { recursive: true }));
  return join(folder, 'lock');
}

/** Another process that tries to take the lock, says whether it has, and holds it until its input ends. */
async function contender(path) {
  const code = `
    const { takeLock } = await import(${JSON.stringify(MODULE)});
    console.log(takeLock(${JSON.stringify(path)}).holder ? 'refused' : 'taken');
    process.stdin.resume();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [answer] = await once(child.stdout, 'data');
  return { child, answer: answer.toString().trim() };
}

async function end({ child }, how = () => child.stdin.end()) {
  const gone = once(child, 'exit');
  how();
  await gone;
}

describe('a lock file', () => {
  it('is held by one, who is named, and given back', () => {
    const path = lockPath();
    const lock = takeLock(path, { url: 'http://here' });
    const { holder } = takeLock(path);
    assert.equal(holder.pid, process.pid);
    assert.equal(holder.url, 'http://here');
    lock.update({ url: 'http://there' });
    assert.equal(takeLock(path).holder.url, 'http://there');
    lock.release();
    assert.equal(existsSync(path), false);
  });

  it('goes to one of many who find that its holder has been killed', async () => {
    const path = lockPath();
    const first = await contender(path);
    assert.equal(first.answer, 'taken');
    await end(first, () => first.child.kill('SIGKILL'));
    assert.equal(existsSync(path), true);

    const racers = await Promise.all(Array.from({ length: 6 }, () => contender(path)));
    assert.equal(racers.filter(({ answer }) => answer === 'taken').length, 1);
    await Promise.all(racers.map((racer) => end(racer)));
    assert.deepEqual(readdirSync(join(path, '..')), []);
  });

  it('is taken over where it is no lock at all', () => {
    const path = lockPath();
    writeFileSync(path, 'half a lo');
    const lock = takeLock(path);
    assert.equal(lock.holder, undefined);
    assert.equal(JSON.parse(readFileSync(path, 'utf8')).pid, process.pid);
    lock.release();
  });
});
