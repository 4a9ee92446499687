import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { step } from '../setup/progress.mjs';
import { identityOf, isRunning } from '../setup/process-identity.mjs';

/** Which processes run, in a file: for operators, and for the next start should this launcher be killed. */
export class ProcessRecord {
  #path;
  #processes = new Map();

  constructor(path) {
    this.#path = path;
  }

  add(name, pid) {
    const restarts = (this.#processes.get(name)?.restarts ?? -1) + 1;
    this.#processes.set(name, {
      name,
      pid,
      identity: identityOf(pid),
      since: new Date().toISOString(),
      restarts,
      ready: false,
    });
    this.#write();
  }

  /** `info` is what the process said of itself: its health port, its address. */
  ready(name, { healthPort, url }) {
    this.#processes.set(name, { ...this.#processes.get(name), ready: true, healthPort, url });
    this.#write();
  }

  ended(name) {
    const { restarts } = this.#processes.get(name) ?? { restarts: 0 };
    this.#processes.set(name, { name, restarts, ready: false });
    this.#write();
  }

  #write() {
    writeFileSync(`${this.#path}.tmp`, `${JSON.stringify([...this.#processes.values()], undefined, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(`${this.#path}.tmp`, this.#path);
  }
}

const PATIENCE_MS = 10_000;
const FORCE_AFTER_MS = 5_000;

/** What a killed launcher left behind stops by itself; this waits for it, and ends what does not. */
export async function endLeftovers(path) {
  const left = recorded(path).filter(isRunning);
  if (left.length === 0) return;
  const names = left.map(({ name }) => name).join(', ');
  await step(`waiting for what a killed launcher left running: ${names}`, async () => {
    if (await allGone(left, PATIENCE_MS)) return;
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      for (const each of left.filter(isRunning)) process.kill(each.pid, signal);
      if (await allGone(left, FORCE_AFTER_MS)) return;
    }
  });
}

async function allGone(processes, withinMs) {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50)) {
    if (!processes.some(isRunning)) return true;
  }
  return false;
}

function recorded(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
}
