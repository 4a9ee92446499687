import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder of the test's own, removed when the test's process exits. Jobs' accounts get to their folders in it. */
export function tempDir(name = 'test'): string {
  const path = mkdtempSync(join(tmpdir(), `berth-${name}-`));
  chmodSync(path, 0o711);
  process.on('exit', () => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  });
  return path;
}
