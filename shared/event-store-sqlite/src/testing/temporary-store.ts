import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestEnd } from '@berth/testing/test-end';

/** A path for a store in a folder of its own, which goes when the test ends. */
export function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'berth-events-'));
  onTestEnd(() => rmSync(folder, { recursive: true }));
  return join(folder, 'events.db');
}

/** Copies a store's files as they lie on the disk now, as a crash would leave them: without lock and pid. */
export function copyStore(from: string, to: string): void {
  for (const suffix of ['', '-wal', '-shm', '.head']) {
    rmSync(`${to}${suffix}`, { force: true });
    if (suffix !== '-shm' && existsSync(`${from}${suffix}`))
      copyFileSync(`${from}${suffix}`, `${to}${suffix}`);
  }
}
