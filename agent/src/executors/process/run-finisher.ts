import { chmod, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEnd, StopOrder } from '../executor.js';
import type { Cgroups } from './cgroups.js';
import { killAccountProcesses } from './isolation/kill-account-processes.js';
import { isAlive, signalProcess } from './process-identity.js';
import { classifyEnd } from './classify-end.js';
import type { RunDirectory, StoredSpec } from './run-directory.js';
import { groupName } from './run-launcher.js';
import { StragglerKiller } from './stragglers.js';

/** Why a run has no status of its own. */
export type Loss = 'neverLaunched' | 'supervisorKilled' | 'rebooted';

/** Finishes a run: no process of it is left, its secrets are deleted, and end.json holds its outcome. */
export class RunFinisher {
  readonly #stragglers = new StragglerKiller();
  readonly #finishing = new Map<string, Promise<RunEnd>>();
  /** Stop orders that could not be written to a full disk. */
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

  /** Whether the order is on disk; else the supervisor must get it by a signal. */
  async noteStop(directory: RunDirectory, order: StopOrder): Promise<boolean> {
    const text = `${Math.ceil(order.graceSeconds)}\n${order.outcome}\n`;
    const isWritten = await directory.write('stop', text, 'stop').then(
      () => true,
      () => false,
    );
    if (!isWritten) this.#asked.set(directory.path, order);
    return isWritten;
  }

  /** Ends a run whose launch failed: no supervisor can begin it any more. */
  async refuse(directory: RunDirectory, message: string): Promise<void> {
    if (!(await directory.control.claim())) return;
    await this.cgroups.end(groupName(directory));
    await this.#write(directory, { outcome: 'failed', errorClass: 'startFailed', message, endedAt: now() });
  }

  /** Ends a run that was copied from another folder: its processes belong to the original. */
  markAsCopy(directory: RunDirectory): Promise<RunEnd> {
    return this.#write(directory, {
      outcome: 'lost',
      errorClass: 'hostLost',
      message: 'its files are a copy; the run belongs to the folder that they were copied from',
      endedAt: now(),
    });
  }

  async #finish(directory: RunDirectory, loss: Loss | undefined): Promise<RunEnd> {
    const known = await directory.end();
    if (known) return known;
    const leader = await directory.leader();
    const group = groupName(directory);
    const runIsolation = (await directory.spec())?.runIsolation;
    const oomKilled = await this.cgroups.oomKilled(group);
    if (loss !== 'rebooted') await this.#endLeft(directory, runIsolation);
    const held = await this.cgroups.end(group);
    // Nothing is left of a namespace that has ended, nor of an account whose processes were all killed.
    const isEnded = runIsolation?.namespaces !== undefined || runIsolation?.account?.own === true;
    if (!held && !isEnded && loss !== 'rebooted')
      await this.#stragglers.end({ key: directory.key, owner: directory.owner, leader });
    if (runIsolation?.account && !runIsolation.namespaces) await chmod(directory.path, 0o700);
    const started = leader === undefined ? {} : { startedAt: leader.startedAt };
    const status = await directory.status();
    const stop = (await directory.stopOrder()) ?? this.#asked.get(directory.path);
    if (status) {
      const verdict = classifyEnd({
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
    return this.#write(directory, {
      ...endWithoutStatus(loss, stop, runIsolation),
      ...started,
      endedAt: now(),
    });
  }

  /** Kills the other process of a killed supervisor, and the processes that certainly belong to the run. */
  async #endLeft(directory: RunDirectory, runIsolation: StoredSpec['runIsolation']): Promise<void> {
    const [controller, first] = await Promise.all([directory.controller(), directory.first()]);
    for (const left of [controller, first]) {
      for (let round = 0; left && round < 50 && (await isAlive(left)); round += 1) {
        signalProcess(left.pid, 'SIGKILL');
        await sleep(Math.min(100, 5 * round));
      }
    }
    if (runIsolation?.account?.own && !runIsolation.namespaces)
      await killAccountProcesses(runIsolation.account);
  }

  async #write(directory: RunDirectory, end: RunEnd): Promise<RunEnd> {
    await directory.write('end.json', JSON.stringify(end), 'end');
    // the second is its name in earlier versions
    for (const name of ['env', 'env.sh']) await rm(directory.file(name), { force: true });
    this.#asked.delete(directory.path);
    return end;
  }
}

const LOSSES: { readonly [loss in Loss]: string } = {
  neverLaunched: 'it was interrupted before its command started',
  supervisorKilled: 'its supervisor was killed',
  rebooted: 'the host was restarted',
};

/** For a run without a status. Where it was not isolated, it could have killed its supervisor. */
function endWithoutStatus(
  loss: Loss = 'supervisorKilled',
  stop: StopOrder | undefined,
  runIsolation: StoredSpec['runIsolation'],
): Omit<RunEnd, 'startedAt' | 'endedAt'> {
  if (stop) return { outcome: stop.outcome };
  const isOwnDoing =
    loss === 'supervisorKilled' && runIsolation && !runIsolation.namespaces && !runIsolation.account;
  if (!isOwnDoing) return { outcome: 'lost', errorClass: 'hostLost', message: LOSSES[loss] };
  const message = 'its supervisor was killed, possibly by the run itself because jobs are not isolated';
  return { outcome: 'failed', exitCode: 137, signal: 'SIGKILL', errorClass: 'signal', message };
}

const now = (): string => new Date().toISOString();
