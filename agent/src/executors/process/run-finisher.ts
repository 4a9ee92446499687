import { rm } from 'node:fs/promises';
import type { RunEnd } from '../executor.js';
import type { Cgroups } from './cgroups.js';
import { judgeEnd } from './run-end.js';
import type { RunDirectory } from './run-directory.js';
import { groupName } from './run-launcher.js';
import { StragglerHunt } from './stragglers.js';

/** Why a run has no status of its own. */
export type Loss = 'neverLaunched' | 'supervisorKilled' | 'rebooted';

/** Ends a run for good: nothing of it is left, its secrets are gone, and end.json says how it went. */
export class RunFinisher {
  readonly #hunt = new StragglerHunt();
  readonly #finishing = new Map<string, Promise<RunEnd>>();

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

  /** For a run whose launch failed: no supervisor may begin it any more. */
  async refuse(directory: RunDirectory, message: string): Promise<void> {
    if (!(await directory.claimUnlaunched())) return;
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
    const oomKilled = await this.cgroups.oomKilled(group);
    const held = await this.cgroups.end(group);
    if (!held && loss !== 'rebooted')
      await this.#hunt.end({ key: directory.key, owner: directory.owner, leader });
    const started = leader === undefined ? {} : { startedAt: leader.startedAt };
    const status = await directory.status();
    const stop = await directory.stopOrder();
    if (status) {
      const verdict = judgeEnd({
        status,
        stop,
        launched: leader !== undefined,
        oomKilled,
        outputLimitBytes: this.outputLimitBytes,
      });
      const endedAt = (await directory.modifiedAt('status.json')) ?? now();
      return this.#write(directory, { ...verdict, ...started, endedAt });
    }
    const why = loss ?? 'supervisorKilled';
    const end: RunEnd = stop
      ? { outcome: stop.outcome, ...started, endedAt: now() }
      : { outcome: 'lost', errorClass: 'hostLost', message: LOSSES[why], ...started, endedAt: now() };
    return this.#write(directory, end);
  }

  async #write(directory: RunDirectory, end: RunEnd): Promise<RunEnd> {
    await directory.write('end.json', JSON.stringify(end));
    await rm(directory.file('env.sh'), { force: true });
    return end;
  }
}

const LOSSES: { readonly [loss in Loss]: string } = {
  neverLaunched: 'it was interrupted before its command began',
  supervisorKilled: 'its supervisor was killed',
  rebooted: 'the host was restarted',
};

const now = (): string => new Date().toISOString();
