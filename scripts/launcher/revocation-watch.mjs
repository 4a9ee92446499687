import { readFileSync } from 'node:fs';

const EVERY_MS = 500;

/**
 * Applies the agents' keys that inventory revokes to the bus: the account is signed anew, with them in it, and
 * nats-server reloads its configuration. Polls the list, and retries until it is done.
 */
export class RevocationWatch {
  #timer;
  #taken;
  #lastError;
  #underWay = Promise.resolve();

  /**
   * @param options.taken the list when the bus's configuration was written last
   * @param options.sign writes the configuration anew
   */
  constructor({ file, taken, sign, reloadBus, everyMs = EVERY_MS }) {
    this.#taken = taken;
    this.file = file;
    this.sign = sign;
    this.reloadBus = reloadBus;
    let busy = false;
    this.#timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.#underWay = this.#look().finally(() => (busy = false));
    }, everyMs).unref();
  }

  /** Resolves when nothing of it is under way any more. */
  async close() {
    clearInterval(this.#timer);
    await this.#underWay;
  }

  async #look() {
    const listed = revokedKeys(this.file);
    if (listed === undefined || listed === this.#taken) return;
    try {
      await this.sign();
    } catch (error) {
      if (this.#lastError !== error.message)
        console.log(`the keys of removed hosts are not revoked on the bus yet (${error.message}); retrying`);
      this.#lastError = error.message;
      return;
    }
    this.#lastError = undefined;
    this.#taken = listed;
    this.reloadBus();
  }
}

/** The content of the list; undefined where there is none, or it can't be read just now. */
export function revokedKeys(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
