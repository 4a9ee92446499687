import { setTimeout as sleep } from 'node:timers/promises';

const SILENCE_MS = 2_000;
const WIDTH = 92;
let lastSaid = 0;

const say = (text) => {
  lastSaid = performance.now();
  console.log(text);
};

/** Carries out one step of the demonstration and prints it as a line with its time; prints what it waits for. */
export async function runStep(doing, work) {
  const begin = performance.now();
  const elapsed = () => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  lastSaid = begin;
  const progress = setInterval(() => {
    if (performance.now() - lastSaid > SILENCE_MS) say(`  ... ${doing} (${elapsed()})`);
  }, SILENCE_MS / 4);
  try {
    const { did, result, lines = [] } = await work();
    const time = elapsed();
    say(`✓ ${did.padEnd(WIDTH - time.length - 3)} ${time}`);
    lines.forEach(note);
    return result;
  } catch (error) {
    throw new Error(`${doing}: ${error.message}`, { cause: error });
  } finally {
    clearInterval(progress);
  }
}

/** Something of the step that goes on. */
export const note = (text) => say(`    ${text}`);

/** Resolves to the first answer that is not undefined. @throws with `what` when the time is up */
export async function until(what, check, { timeoutMs = 30_000, everyMs = 100 } = {}) {
  for (const deadline = performance.now() + timeoutMs; performance.now() < deadline; await sleep(everyMs)) {
    const found = await check();
    if (found !== undefined) return found;
  }
  throw new Error(`timed out after ${timeoutMs / 1000} s waiting for ${what}`);
}

export const clockTime = (instant) => new Date(instant).toTimeString().slice(0, 8);
