import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const AFTER_MS = 2000;

/**
 * Releases, once, the memory left over from loading the program: V8 keeps it (some 17 MB a process) until it needs
 * the space, which an idle service never does. Takes a few tens of milliseconds, before requests arrive.
 */
export function releaseStartupMemory(): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as (options: object) => void;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, AFTER_MS).unref();
}
