import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder of the test's own, removed when the test's process exits. */
export function tempDir(name = 'test'): string {
  const path = mkdtempSync(join(tmpdir(), `berth-${name}-`));
  process.on('exit', () => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  });
  return path;
}
