import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const AFTER_MS = 2000;

/**
 * Gives back, once, what loading the program left behind: V8 keeps it (some 17 MB a process) until it needs the room,
 * which an idle service never does. Takes a few tens of milliseconds, before load has come.
 */
export function settleMemory(): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as (options: object) => void;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, AFTER_MS).unref();
}
