import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 5_000;
/** After so long in good health an end counts as the first again. */
const RESET_FAILURES_AFTER_MS = 10_000;
const ATTEMPTS_TO_START = 3;
const START_TIMEOUT_MS = 60_000;

/**
 * One supervised process: restarted with back-off when it ends unasked.
 *
 * `spec.launch({ onWaiting, onFailed })` starts it and returns `{ child, ready }`, `ready` being a promise of what it
 * says when it can work. `watch` receives `started`, `waiting`, `ready`, `ended` and `restarting`, each with the spec's
 * name.
 */
export class Supervised {
  #spec;
  #watch;
  #child;
  #stopping = new AbortController();
  #everReady = false;
  #failures = 0;
  /** Why the process ends, if it has reported that. */
  #failed;
  #extend = () => undefined;
  #running = Promise.resolve();

  constructor(spec, watch) {
    this.#spec = spec;
    this.#watch = watch;
  }

  get name() {
    return this.#spec.name;
  }

  /** Resolves when it is ready for the first time; rejects when it does not get there. It is restarted from then on. */
  start() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`timed out: it was not ready after ${START_TIMEOUT_MS / 1000} s`)),
        START_TIMEOUT_MS,
      );
      this.#extend = () => timer.refresh();
      const settle = (settler) => (value) => {
        clearTimeout(timer);
        this.#extend = () => undefined;
        settler(value);
      };
      this.#running = this.#superviseLoop(settle(resolve), settle(reject));
    });
  }

  /** Restarts its start timeout: something that it needs is waiting for others, with a timeout of its own. */
  extendStart() {
    this.#extend();
  }

  /** Ends it in order, then by force after its grace; resolves when it is gone. */
  async stop() {
    this.#stopping.abort();
    this.#signal('SIGTERM');
    const killTimer = setTimeout(() => {
      this.#watch.overdue(this.name);
      this.#signal('SIGKILL');
    }, this.#spec.graceMs);
    await this.#running;
    clearTimeout(killTimer);
  }

  /** Ends it in order; it is started again as one that ended unasked. */
  restart() {
    this.#signal('SIGTERM');
  }

  /** Has it read its configuration again. */
  reload() {
    this.#signal('SIGHUP');
  }

  kill() {
    this.#stopping.abort();
    this.#signal('SIGKILL');
  }

  async #superviseLoop(onReady, onFailure) {
    while (!this.#stopping.signal.aborted) {
      const begin = Date.now();
      const reason = await this.#runOnce(onReady);
      if (this.#stopping.signal.aborted) break;
      this.#failures = Date.now() - begin > RESET_FAILURES_AFTER_MS ? 1 : this.#failures + 1;
      if (!this.#everReady && (this.#failures >= ATTEMPTS_TO_START || this.#failed?.isFinal)) {
        onFailure(Object.assign(new Error(reason), { said: this.#failed?.text }));
        break;
      }
      const delay = Math.min(FIRST_DELAY_MS * 2 ** (this.#failures - 1), MAX_DELAY_MS);
      if (this.#everReady) this.#watch.restarting(this.name, this.#failed?.text ?? reason, delay);
      await sleep(delay, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
    onFailure(new Error('was stopped'));
  }

  /** Resolves when it has ended, to why. */
  #runOnce(onReady) {
    return new Promise((resolve) => {
      this.#failed = undefined;
      let launched;
      try {
        launched = this.#spec.launch({
          onWaiting: (text) => this.#watch.waiting(this.name, text),
          onFailed: (failed) => (this.#failed = failed),
        });
      } catch (error) {
        return resolve(`could not be launched: ${error.message}`);
      }
      const { child, ready } = launched;
      this.#child = child;
      const ended = (reason) => {
        this.#child = undefined;
        this.#watch.ended(this.name);
        resolve(reason);
      };
      child.once('error', (error) => child.pid === undefined && ended(error.message));
      child.once('exit', (code, signal) =>
        ended(signal ? `ended by ${signal}` : `ended with status ${code}`),
      );
      if (child.pid === undefined) return;
      this.#watch.started(this.name, child.pid);
      void ready.then((info) => {
        if (this.#child !== child) return;
        this.#everReady = true;
        this.#watch.ready(this.name, info);
        onReady(info);
      });
    });
  }

  #signal(signal) {
    this.#child?.kill(signal);
  }
}
