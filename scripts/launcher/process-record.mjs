import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { step } from '../setup/progress.mjs';
import { identityOf, isRunning, wasStartedWith } from '../setup/process-identity.mjs';
import { INSTALLATION_VARIABLE } from './installation-name.mjs';

const RETRY_MS = 1_000;

/** Which processes run, in a file: for operators, and for the next start should this launcher be killed. */
export class ProcessRecord {
  #path;
  #installation;
  #processes = new Map();
  #retry;

  /** @param installation whose processes they are, as `installationName` has it */
  constructor(path, installation) {
    this.#path = path;
    this.#installation = installation;
  }

  add(name, pid) {
    const restarts = (this.#processes.get(name)?.restarts ?? -1) + 1;
    this.#processes.set(name, {
      name,
      pid,
      identity: identityOf(pid),
      installation: this.#installation,
      since: new Date().toISOString(),
      restarts,
      ready: false,
    });
    this.#write();
  }

  /** `info` is what the process reported: its health port, its address. */
  ready(name, { healthPort, url }) {
    this.#processes.set(name, { ...this.#processes.get(name), ready: true, healthPort, url });
    this.#write();
  }

  ended(name) {
    const { restarts } = this.#processes.get(name) ?? { restarts: 0 };
    this.#processes.set(name, { name, restarts, ready: false });
    this.#write();
  }

  /** What can't be written now is tried again until it can: no process goes down for want of a record. */
  #write() {
    clearTimeout(this.#retry);
    const temporary = `${this.#path}.tmp`;
    try {
      const text = `${JSON.stringify([...this.#processes.values()], undefined, 2)}\n`;
      writeFileSync(temporary, text, { mode: 0o600 });
      renameSync(temporary, this.#path);
    } catch (error) {
      rmSync(temporary, { force: true });
      if (!this.#retry) console.error(`${this.#path} cannot be written (${error.code}); retrying`);
      this.#retry = setTimeout(() => this.#write(), RETRY_MS).unref();
      return;
    }
    this.#retry = undefined;
  }
}

const EXIT_TIMEOUT_MS = 10_000;
const FORCE_AFTER_MS = 5_000;

/**
 * What a killed launcher left behind stops by itself; this waits for it, and ends what does not. A folder that was copied
 * while it was in use has the original's record: what was not started for this folder is left alone.
 */
export async function endLeftovers(path, installation) {
  const isOurs = (each) =>
    each.installation === installation && wasStartedWith(each.pid, INSTALLATION_VARIABLE, installation);
  const left = recorded(path).filter((each) => isRunning(each) && isOurs(each));
  if (left.length === 0) return;
  const names = left.map(({ name }) => name).join(', ');
  await step(`waiting for processes that a killed launcher left running: ${names}`, async () => {
    if (await allGone(left, EXIT_TIMEOUT_MS)) return;
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      for (const each of left.filter(isRunning)) process.kill(each.pid, signal);
      if (await allGone(left, FORCE_AFTER_MS)) return;
    }
  });
}

async function allGone(processes, timeoutMs) {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(50)) {
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
