import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from '@jest/globals';
import { tgz } from './tar.js';

const folder = mkdtempSync(join(tmpdir(), 'berth-tar-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an archive', () => {
  it('is read by tar, with each byte and who may run it, and is the same each time', () => {
    const entries = [
      { path: 'package/a.cjs', content: Buffer.from('x'.repeat(512)), isProgram: true },
      { path: 'package/b.json', content: Buffer.from('{"é": 1}') },
      { path: 'package/empty', content: Buffer.alloc(0) },
    ];
    const packed = tgz(entries);
    assert.deepEqual(tgz(entries), packed);
    writeFileSync(join(folder, 'a.tgz'), packed);
    execFileSync('tar', ['-xzf', 'a.tgz'], { cwd: folder });
    for (const { path, content, isProgram = false } of entries) {
      assert.deepEqual(readFileSync(join(folder, path)), content);
      assert.equal((statSync(join(folder, path)).mode & 0o100) !== 0, isProgram, path);
    }
    assert.throws(() => tgz([{ path: 'x'.repeat(101), content: Buffer.alloc(0) }]), /too long/);
  });
});
