import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tempDir } from '@berth/testing/temp-dir';
import type { ProcessName } from './platform.js';

export type Clocked = Exclude<ProcessName, 'nats-server'>;
const CLOCKED: readonly Clocked[] = [
  'auth',
  'inventory',
  'scheduler',
  'telemetry',
  'billing',
  'gateway',
  'agent',
];
/** Longer than a process takes to see that its clock is to step. */
const CLOCK_STEP_DELAY_MS = 100;

/** The wall clocks of a platform's processes, which steps can be made with; a platform must be started with `env`. */
export class Clocks {
  readonly #folder = tempDir('clocks');
  readonly env = {
    NODE_OPTIONS: `--import=${new URL('stepped-clock.js', import.meta.url).href}`,
    BERTH_TEST_CLOCKS: this.#folder,
  };

  /** Sets clocks to be this many ms ahead of the true time, or behind it; resolves when they are. */
  async set(aheadMs: number, processes: readonly Clocked[] = CLOCKED): Promise<void> {
    for (const name of processes) {
      const path = join(this.#folder, name);
      writeFileSync(`${path}.new`, String(aheadMs));
      renameSync(`${path}.new`, path);
    }
    await sleep(CLOCK_STEP_DELAY_MS);
  }
}
