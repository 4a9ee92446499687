import { chmod, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEnd, StopOrder } from '../executor.js';
import type { Cgroups } from './cgroups.js';
import { endAccount } from './isolation/end-account.js';
import { isAlive, signalProcess } from './process-identity.js';
import { judgeEnd } from './run-end.js';
import type { RunDirectory, StoredSpec } from './run-directory.js';
import { groupName } from './run-launcher.js';
import { StragglerHunt } from './stragglers.js';

/** Why a run has no status of its own. */
export type Loss = 'neverLaunched' | 'supervisorKilled' | 'rebooted';

/** Ends a run for good: nothing of it is left, its secrets are gone, and end.json says how it went. */
export class RunFinisher {
  readonly #hunt = new StragglerHunt();
  readonly #finishing = new Map<string, Promise<RunEnd>>();
  /** What was asked for, where the disk could not take it. */
  readonly #asked = new Map<string, StopOrder>();

  constructor(
    private readonly cgroups: Cgroups,
    private readonly outputLimitBytes: number,
  ) {}

  finish(directory: RunDirectory, loss?: Loss): Promise<RunEnd> {
    const running = this.#finishing.get(directory.path);
    if (running) return running;
    const finishing = this.#finish(directory, loss).finally(() => this.#finishing.delete(directory.path));
    this.#finishing.set(directory.path, finishing);
    return finishing;
  }

  /** Whether the supervisor can read it; else it must be told otherwise. */
  async noteStop(directory: RunDirectory, order: StopOrder): Promise<boolean> {
    const text = `${Math.ceil(order.graceSeconds)}\n${order.outcome}\n`;
    const isWritten = await directory.write('stop', text, 'stop').then(
      () => true,
      () => false,
    );
    if (!isWritten) this.#asked.set(directory.path, order);
    return isWritten;
  }

  /** For a run whose launch failed: no supervisor may begin it any more. */
  async refuse(directory: RunDirectory, message: string): Promise<void> {
    if (!(await directory.control.claim())) return;
    await this.cgroups.end(groupName(directory));
    await this.#write(directory, { outcome: 'failed', errorClass: 'startFailed', message, endedAt: now() });
  }

  /** For a run of the folder that this one is a copy of: whatever still runs belongs to the original. */
  disown(directory: RunDirectory): Promise<RunEnd> {
    return this.#write(directory, {
      outcome: 'lost',
      errorClass: 'hostLost',
      message: 'its files are a copy; what ran belongs to the folder that they were copied from',
      endedAt: now(),
    });
  }

  async #finish(directory: RunDirectory, loss: Loss | undefined): Promise<RunEnd> {
    const known = await directory.end();
    if (known) return known;
    const leader = await directory.leader();
    const group = groupName(directory);
    const hold = (await directory.spec())?.hold;
    const oomKilled = await this.cgroups.oomKilled(group);
    if (loss !== 'rebooted') await this.#endLeft(directory, hold);
    const held = await this.cgroups.end(group);
    // Of a namespace that has ended nothing is left, nor of an account all whose processes were killed.
    const isEnded = hold?.namespaces !== undefined || hold?.account?.own === true;
    if (!held && !isEnded && loss !== 'rebooted')
      await this.#hunt.end({ key: directory.key, owner: directory.owner, leader });
    if (hold?.account && !hold.namespaces) await chmod(directory.path, 0o700);
    const started = leader === undefined ? {} : { startedAt: leader.startedAt };
    const status = await directory.status();
    const stop = (await directory.stopOrder()) ?? this.#asked.get(directory.path);
    if (status) {
      const verdict = judgeEnd({
        status,
        stop,
        launched: leader !== undefined,
        refusal: await directory.refusal(),
        oomKilled,
        outputLimitBytes: this.outputLimitBytes,
      });
      const endedAt = (await directory.modifiedAt('status.json')) ?? now();
      return this.#write(directory, { ...verdict, ...started, endedAt });
    }
    return this.#write(directory, { ...unsaid(loss, stop, hold), ...started, endedAt: now() });
  }

  /** The other half of a supervisor that was killed, and what else is the run's for sure. */
  async #endLeft(directory: RunDirectory, hold: StoredSpec['hold']): Promise<void> {
    const [controller, first] = await Promise.all([directory.controller(), directory.first()]);
    for (const left of [controller, first]) {
      for (let round = 0; left && round < 50 && (await isAlive(left)); round += 1) {
        signalProcess(left.pid, 'SIGKILL');
        await sleep(Math.min(100, 5 * round));
      }
    }
    if (hold?.account?.own && !hold.namespaces) await endAccount(hold.account);
  }

  async #write(directory: RunDirectory, end: RunEnd): Promise<RunEnd> {
    await directory.write('end.json', JSON.stringify(end), 'end');
    // the second is what agents before this one called it
    for (const name of ['env', 'env.sh']) await rm(directory.file(name), { force: true });
    this.#asked.delete(directory.path);
    return end;
  }
}

const LOSSES: { readonly [loss in Loss]: string } = {
  neverLaunched: 'it was interrupted before its command began',
  supervisorKilled: 'its supervisor was killed',
  rebooted: 'the host was restarted',
};

/** Of a run that left no status. Where it was not held apart, its supervisor was within its reach. */
function unsaid(
  loss: Loss = 'supervisorKilled',
  stop: StopOrder | undefined,
  hold: StoredSpec['hold'],
): Omit<RunEnd, 'startedAt' | 'endedAt'> {
  if (stop) return { outcome: stop.outcome };
  const isOwnDoing = loss === 'supervisorKilled' && hold && !hold.namespaces && !hold.account;
  if (!isOwnDoing) return { outcome: 'lost', errorClass: 'hostLost', message: LOSSES[loss] };
  const message = 'its supervisor was killed, as the run itself may do where jobs are not held apart';
  return { outcome: 'failed', exitCode: 137, signal: 'SIGKILL', errorClass: 'signal', message };
}

const now = (): string => new Date().toISOString();
