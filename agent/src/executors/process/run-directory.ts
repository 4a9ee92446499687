import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRun } from '@berth/contracts/agent/messages';
import { z } from 'zod';
import { runName, type RunEnd, type RunKey, type StopOrder } from '../executor.js';
import { ControlFiles, type SpareFile } from './control-files.js';
import { jobAccount } from './isolation/job-accounts.js';
import type { ProcessIdentity } from './process-identity.js';

const run = promisify(execFile);

/**
 * Removes a folder that a job could change at will. Not by Node, which works with paths: a tree may be deeper than any
 * path can be long, and where a process of the job still runs, it may replace a folder by a link to one of the host's
 * during the removal. `rm` goes from folder to folder, and follows no links.
 */
async function removeTree(path: string): Promise<void> {
  try {
    await run('rm', ['-rf', '--', path]);
  } catch {
    // folders that their owner may not enter or change, of jobs that run as the agent's user
    await run('chmod', ['-R', 'u+rwx', '--', path]).catch(() => undefined);
    await run('rm', ['-rf', '--', path]);
  }
}

/** Identifies a folder of runs by its real path: a copy of it, with the same runs and processes, has another id. */
export async function ownerOf(folder: string): Promise<string> {
  return hash('sha256', await realpath(folder)).slice(0, OWNER_LENGTH);
}

const OWNER_LENGTH = 16;

/**
 * The files of one run, shared by the agent, its successors and the supervisor. Each is written once, whole or not at
 * all: spec.json (accepted), pid.json and controller (the one supervisor), first (of its namespaces), leader (launched),
 * refusal (its command could not be begun), stop (asked to end), status.json (its command has exited), end.json (nothing
 * of it is left).
 */
export class RunDirectory {
  readonly path: string;
  readonly control: ControlFiles;

  /** @param owner the folder of runs that this one belongs to, as `ownerOf` names it */
  constructor(
    root: string,
    readonly key: RunKey,
    readonly owner: string,
  ) {
    this.path = join(root, runName(key));
    this.control = new ControlFiles(this.path);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async spec(): Promise<StoredSpec | undefined> {
    return parse(storedSpec, await this.#read('spec.json'));
  }

  /** `unreadable`: claimed by a supervisor that died before it wrote its identity. */
  async claim(): Promise<Claim | 'unreadable' | undefined> {
    const content = await this.#read('pid.json');
    return content === undefined ? undefined : (parse(claim, content) ?? 'unreadable');
  }

  async leader(): Promise<(ProcessIdentity & { readonly startedAt: string }) | undefined> {
    const identity = await this.#identity('leader');
    if (!identity) return undefined;
    return { ...identity, startedAt: (await this.modifiedAt('leader')) ?? new Date().toISOString() };
  }

  /** The process of the supervisor that handles stops, on a signal. */
  controller(): Promise<ProcessIdentity | undefined> {
    return this.#identity('controller');
  }

  /** The first process (pid 1) of the run's namespaces; when it ends, all others in them are killed. */
  first(): Promise<ProcessIdentity | undefined> {
    return this.#identity('first');
  }

  /** Why its command could not be begun. */
  async refusal(): Promise<Refusal | undefined> {
    const [, what, why] = /^(workingDirectory|command) (.+)/.exec((await this.#read('refusal')) ?? '') ?? [];
    return what && why ? { what: what as Refusal['what'], why: why.trim() } : undefined;
  }

  async status(): Promise<SupervisorStatus | undefined> {
    return parse(supervisorStatus, await this.#read('status.json'));
  }

  async end(): Promise<RunEnd | undefined> {
    const content = await this.#read('end.json');
    return content === undefined ? undefined : (JSON.parse(content) as RunEnd);
  }

  /** The grace on the first line for the supervisor, what to report on the second for the agent. */
  async stopOrder(): Promise<StopOrder | undefined> {
    const [grace, outcome] = (await this.#read('stop'))?.split('\n') ?? [];
    const order = z.enum(['cancelled', 'timedOut', 'preempted', 'lost']).safeParse(outcome);
    return order.success ? { graceSeconds: Number(grace), outcome: order.data } : undefined;
  }

  async modifiedAt(name: string): Promise<string | undefined> {
    try {
      return (await stat(this.file(name))).mtime.toISOString();
    } catch {
      return undefined;
    }
  }

  write(name: string, content: string, spare?: SpareFile): Promise<void> {
    return this.control.write(name, content, spare);
  }

  remove(): Promise<void> {
    return removeTree(this.path);
  }

  async #identity(name: string): Promise<ProcessIdentity | undefined> {
    const [pid, startTime] = (await this.#read(name))?.trim().split(' ').map(Number) ?? [];
    return pid && startTime !== undefined ? { pid, startTime } : undefined;
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.file(name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

export interface Refusal {
  readonly what: 'workingDirectory' | 'command';
  readonly why: string;
}

const claim = z.object({ pid: z.number(), startTime: z.number(), bootId: z.string() });
export type Claim = z.output<typeof claim>;

const supervisorStatus = z.object({
  exitCode: z.number(),
  cause: z.enum(['exited', 'stopped', 'timeLimit', 'outputLimit']),
});
export type SupervisorStatus = z.output<typeof supervisorStatus>;

/** What start() needs again after a crash; the environment is beside it in `env`. */
const storedSpec = startRun
  .pick({
    command: true,
    deviceUuids: true,
    timeoutSeconds: true,
    graceSeconds: true,
    vcpus: true,
    ramMiB: true,
  })
  .extend({
    workingDirectory: z.string(),
    /** Differs where the folder was copied: the processes belong to the original then. */
    owner: z.string().optional(),
    /** Absent for runs of earlier agents, which isolated none. */
    runIsolation: z
      .object({ namespaces: z.enum(['ofRoot', 'ofUser']).optional(), account: jobAccount.optional() })
      .optional(),
  });
export type StoredSpec = z.output<typeof storedSpec>;

function parse<T>(schema: z.ZodType<T>, content: string | undefined): T | undefined {
  if (content === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
}
