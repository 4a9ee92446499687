import { join } from 'node:path';
import { newId } from '@berth/kernel/ids';
import { tempDir } from '@berth/testing/temp-dir';

let root: string | undefined;

/** A folder of the test's own; all of them go when the test's process exits. */
export function freshFolder(): string {
  root ??= tempDir('telemetry');
  return join(root, newId());
}
