import { readFileSync } from 'node:fs';

const EVERY_MS = 500;

/**
 * Has the bus take over the agents' keys that inventory revokes: the account is signed anew, with them in it, and
 * nats-server reads its configuration again. It looks at the list itself, again and again, and tries until it is done.
 */
export class RevocationWatch {
  #timer;
  #taken;
  #told;
  #underWay = Promise.resolve();

  /**
   * @param options.taken what the list said when the bus's configuration was written last
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
      if (this.#told !== error.message)
        console.log(`keys of removed hosts are not revoked on the bus yet (${error.message}); trying again`);
      this.#told = error.message;
      return;
    }
    this.#told = undefined;
    this.#taken = listed;
    this.reloadBus();
  }
}

/** What the list says; undefined where there is none, or it can't be read just now. */
export function revokedKeys(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
