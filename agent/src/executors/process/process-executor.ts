import { mkdir, readdir } from 'node:fs/promises';
import {
  runName,
  type Executor,
  type RunKey,
  type RunObservation,
  type RunOutput,
  type RunSpec,
  type RunWatcher,
  type StopOrder,
} from '../executor.js';
import type { Cgroups } from './cgroups.js';
import { hasAccounts, hasNamespaces, type RunIsolation, type Isolation } from './isolation/isolation.js';
import { JobAccounts, NoSuchAccount } from './isolation/job-accounts.js';
import type { FolderAccess } from './isolation/folder-access.js';
import { isAlive, readBootId, signalProcess } from './process-identity.js';
import { ownerOf, RunDirectory, type Claim } from './run-directory.js';
import { RunFinisher } from './run-finisher.js';
import { groupName, RunLauncher, type LaunchSettings } from './run-launcher.js';
import { RunTracker } from './run-tracker.js';

export interface ProcessExecutorOptions extends LaunchSettings {
  /** Where the runs' folders are; only the agent's user may enter it. */
  readonly folder: string;
  readonly cgroups: Cgroups;
  /** Without it runs have the agent's own user, and are not isolated. */
  readonly isolation?: Isolation;
}

const NOWHERE: FolderAccess = { hidden: [], programs: [], shared: [], home: '/', platform: '/' };
const RUN_NAME = /^([0-9A-Z]{26})\.([1-9]\d*)$/;
/** A supervisor writes its identity right after it has claimed a run; one that hasn't after this timeout is dead. */
const CLAIM_TIMEOUT_MS = 5000;

/** Runs commands as local processes, each under a detached supervisor; the state of a run is on disk. */
export class ProcessExecutor implements Executor {
  readonly #launcher: RunLauncher;
  readonly #finisher: RunFinisher;
  readonly #tracker = new RunTracker((key) => this.observe(key));
  readonly #bootId = readBootId();
  /** Runs whose supervisor has not written its identity, and when that was first seen (monotonic clock, ms). */
  readonly #unreadableSince = new Map<string, number>();
  readonly #accounts = new JobAccounts();
  /** By run. */
  readonly #starting = new Map<string, Promise<RunObservation>>();

  private constructor(
    private readonly options: ProcessExecutorOptions,
    private readonly owner: string,
  ) {
    this.#launcher = new RunLauncher(
      options.cgroups,
      options,
      options.isolation ?? { folderAccess: NOWHERE },
    );
    this.#finisher = new RunFinisher(options.cgroups, options.outputLimitBytes);
  }

  static async open(options: ProcessExecutorOptions): Promise<ProcessExecutor> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const executor = new ProcessExecutor(options, await ownerOf(options.folder));
    for (const key of await executor.#keys()) {
      const directory = executor.#directory(key);
      const account = (await directory.spec())?.runIsolation?.account;
      if (account) executor.#accounts.take(account.uid);
      if (!(await directory.end())) executor.#tracker.track(directory);
    }
    return executor;
  }

  /** Concurrent starts of one run, as by two schedulers, share one start: it gets one account. */
  start(spec: RunSpec): Promise<RunObservation> {
    const name = runName(spec);
    const underWay = this.#starting.get(name);
    if (underWay) return underWay;
    const starting = this.#start(spec).finally(() => this.#starting.delete(name));
    this.#starting.set(name, starting);
    return starting;
  }

  async #start(spec: RunSpec): Promise<RunObservation> {
    const directory = this.#directory(spec);
    if (!(await directory.spec())) {
      const runIsolation = await this.#runIsolationOf(spec);
      if ('refusal' in runIsolation) return this.#refused(spec, runIsolation.refusal);
      await this.#launcher.prepare(directory, spec, runIsolation);
    }
    return this.begin(spec);
  }

  async begin(key: RunKey): Promise<RunObservation> {
    const directory = this.#directory(key);
    if ((await this.observe(key))?.status === 'prepared') {
      await this.#launch(directory);
      this.#tracker.track(directory);
    }
    const observation = await this.observe(key);
    if (!observation) throw new Error(`the files of run ${key.jobId}.${key.run} cannot be read`);
    // Another start was first, and its run is over: the groups of this one are empty.
    if (observation.status === 'ended') await this.options.cgroups.end(groupName(directory));
    return observation;
  }

  async stop(key: RunKey, order: StopOrder): Promise<void> {
    const directory = this.#directory(key);
    const observation = await this.observe(key);
    if (!observation || observation.status === 'ended') return;
    const isWritten = await this.#finisher.noteStop(directory, order);
    if (await directory.control.claim()) {
      await this.#finisher.finish(directory, 'neverLaunched');
      return;
    }
    const controller = await directory.controller();
    if (!controller) return;
    if (await isAlive(controller)) signalProcess(controller.pid, isWritten ? 'SIGUSR1' : 'SIGUSR2');
    else if (observation.status === 'running') await stopWithoutSupervisor(directory, order);
  }

  async observe(key: RunKey): Promise<RunObservation | undefined> {
    const directory = this.#directory(key);
    const spec = await directory.spec();
    if (!spec) return undefined;
    const run = { jobId: key.jobId, run: key.run, deviceUuids: spec.deviceUuids };
    const end = await directory.end();
    if (end) return { ...run, status: 'ended', end };
    if (spec.owner !== undefined && spec.owner !== this.owner)
      return { ...run, status: 'ended', end: await this.#finisher.markAsCopy(directory) };
    const claim = await directory.claim();
    if (claim === undefined) return { ...run, status: 'prepared' };
    if (claim === 'unreadable') {
      const since = this.#unreadableSince.get(directory.path) ?? performance.now();
      this.#unreadableSince.set(directory.path, since);
      if (performance.now() - since < CLAIM_TIMEOUT_MS) return { ...run, status: 'starting' };
      return { ...run, status: 'ended', end: await this.#finisher.finish(directory, 'neverLaunched') };
    }
    this.#unreadableSince.delete(directory.path);
    // Read in this order: a supervisor that ends meanwhile has left its status.
    const supervised = await this.#supervised(claim);
    if (!supervised || (await directory.status())) {
      const loss = claim.bootId === this.#bootId ? 'supervisorKilled' : 'rebooted';
      return { ...run, status: 'ended', end: await this.#finisher.finish(directory, loss) };
    }
    const leader = await directory.leader();
    if (!leader) return { ...run, status: 'starting' };
    return { ...run, status: 'running', pid: leader.pid, startedAt: leader.startedAt };
  }

  async list(): Promise<readonly RunObservation[]> {
    const observations = await Promise.all((await this.#keys()).map((key) => this.observe(key)));
    return observations.filter((observation) => observation !== undefined);
  }

  output(key: RunKey): RunOutput {
    const directory = this.#directory(key);
    return { stdout: directory.file('stdout'), stderr: directory.file('stderr'), folder: directory.path };
  }

  watch(watcher: RunWatcher): void {
    this.#tracker.watch(watcher);
  }

  async remove(key: RunKey): Promise<void> {
    const directory = this.#directory(key);
    const observation = await this.observe(key);
    if (observation && observation.status !== 'ended')
      throw new Error(`run ${key.jobId}.${key.run} has not ended`);
    this.#tracker.untrack(directory);
    const account = (await directory.spec())?.runIsolation?.account;
    await directory.remove();
    if (account) this.#accounts.release(account.uid);
  }

  close(): Promise<void> {
    this.#tracker.close();
    return Promise.resolve();
  }

  async #launch(directory: RunDirectory): Promise<void> {
    try {
      const spec = await directory.spec();
      if (spec) await this.#launcher.launch(directory, spec);
    } catch (error) {
      await this.#finisher.refuse(directory, `the host could not start it: ${(error as Error).message}`);
    }
  }

  async #runIsolationOf(spec: RunSpec): Promise<RunIsolation | { readonly refusal: string }> {
    const { isolation } = this.options;
    if (!isolation) return {};
    if (isolation.adminsOnly && !spec.byAdmin)
      return { refusal: 'this host does not isolate jobs and takes only jobs of admins' };
    const isRoot = process.getuid?.() === 0;
    const namespaces = hasNamespaces(isolation.kind) ? (isRoot ? 'ofRoot' : 'ofUser') : undefined;
    const runIsolation: RunIsolation = namespaces ? { namespaces } : {};
    if (!hasAccounts(isolation.kind)) return runIsolation;
    try {
      const { account } = spec;
      return {
        ...runIsolation,
        account: account === undefined ? await this.#accounts.fresh() : await this.#accounts.called(account),
      };
    } catch (error) {
      if (error instanceof NoSuchAccount) return { refusal: error.message };
      throw error;
    }
  }

  /** Ends a run that this host must not start. */
  async #refused(spec: RunSpec, why: string): Promise<RunObservation> {
    const directory = this.#directory(spec);
    await this.#launcher.prepare(directory, spec, {});
    await this.#finisher.refuse(directory, why);
    this.#tracker.track(directory);
    const observation = await this.observe(spec);
    if (!observation) throw new Error(`the files of run ${spec.jobId}.${spec.run} cannot be read`);
    return observation;
  }

  async #supervised(claim: Claim): Promise<boolean> {
    return claim.bootId === this.#bootId && (await isAlive(claim));
  }

  async #keys(): Promise<readonly RunKey[]> {
    return (await readdir(this.options.folder)).flatMap((name) => {
      const [, jobId, run] = RUN_NAME.exec(name) ?? [];
      return jobId && run ? [{ jobId, run: Number(run) }] : [];
    });
  }

  #directory(key: RunKey): RunDirectory {
    return new RunDirectory(this.options.folder, key, this.owner);
  }
}

/** Stops the run in place of its supervisor, of which only the process that waits for the command is left. */
async function stopWithoutSupervisor(directory: RunDirectory, { graceSeconds }: StopOrder): Promise<void> {
  const leader = await directory.leader();
  if (!leader || !(await isAlive(leader))) return;
  await directory.write('cause', 'stopped\n').catch(() => undefined);
  signalProcess(-leader.pid, 'SIGTERM');
  setTimeout(() => {
    void isAlive(leader).then((alive) => alive && signalProcess(-leader.pid, 'SIGKILL'));
  }, graceSeconds * 1000).unref();
}
