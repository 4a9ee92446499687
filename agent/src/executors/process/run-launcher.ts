import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { defined } from '@berth/kernel/defined';
import { runName, type RunSpec } from '../executor.js';
import type { Cgroups } from './cgroups.js';
import { commandChain } from './command-chain.js';
import { canSee } from './isolation/folder-access.js';
import type { RunIsolation, Isolation } from './isolation/isolation.js';
import type { JobAccount } from './isolation/job-accounts.js';
import { mountTable } from './isolation/mount-table.js';
import { supervisorFile, SUPERVISOR_PATH } from './programs.js';
import type { RunDirectory, StoredSpec } from './run-directory.js';

/** Variables that a run inherits from the agent; never its tokens and settings. */
const INHERITED = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH'];

/** The agent's own Node is on the path (and in BERTH_NODE_BINARY), so that `node` is there on hosts that have none. */
function baseEnvironment(
  agentEnv: NodeJS.ProcessEnv,
  { account, home }: { readonly account?: JobAccount | undefined; readonly home?: string | undefined },
): { [name: string]: string } {
  const base: { [name: string]: string } = {
    PATH: [dirname(process.execPath), agentEnv['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
    BERTH_NODE_BINARY: process.execPath,
  };
  for (const name of INHERITED) {
    const value = agentEnv[name];
    if (value !== undefined) base[name] = value;
  }
  if (home !== undefined) base['HOME'] = home;
  if (!account) return base;
  const { name, shell = '/bin/sh' } = account;
  return { ...base, USER: name, LOGNAME: name, SHELL: shell };
}

/**
 * The job's variables; those of the platform override them, since a job must not reach devices that it doesn't hold.
 * @param owner distinguishes the run's processes from those of a copy of this installation, which has the same jobs
 */
function jobEnvironment(spec: RunSpec, owner: string): { [name: string]: string } {
  const devices = spec.deviceUuids.join(',');
  return {
    ...spec.env,
    CUDA_VISIBLE_DEVICES: devices,
    NVIDIA_VISIBLE_DEVICES: devices === '' ? 'void' : devices,
    BERTH_JOB_ID: spec.jobId,
    BERTH_RUN: String(spec.run),
    BERTH_RUN_OWNER: owner,
    ...defined({ TRACEPARENT: spec.traceparent }),
  };
}

/**
 * Each `NAME=value` and a NUL, for what becomes the command to read: variables given as arguments could be read by every
 * user of the host, and a shell would drop some and change others.
 */
export const environmentFile = (env: { readonly [name: string]: string }): string =>
  Object.entries(env)
    .filter(([name, value]) => name !== '' && !name.includes('=') && !`${name}${value}`.includes('\0'))
    .map(([name, value]) => `${name}=${value}\0`)
    .join('');

export interface LaunchSettings {
  /** Both streams together; 0 is no limit. */
  readonly outputLimitBytes: number;
  /** How often the supervisor looks at the output's size. */
  readonly checkSeconds: number;
  /** Maximum processes and threads of an isolated run; 0 is no limit. */
  readonly maxProcesses?: number;
}

/** Puts runs on disk and starts their supervisors. */
export class RunLauncher {
  constructor(
    private readonly cgroups: Cgroups,
    private readonly settings: LaunchSettings,
    private readonly isolation: Pick<Isolation, 'folderAccess'>,
  ) {}

  /** Accepts a run: spec.json is written last, and with it the run exists. On a failed write nothing is left. */
  async prepare(directory: RunDirectory, spec: RunSpec, runIsolation: RunIsolation): Promise<void> {
    const isNew = (await mkdir(directory.path, { recursive: true, mode: 0o700 })) !== undefined;
    try {
      await this.#write(directory, spec, runIsolation);
    } catch (error) {
      if (isNew) await directory.remove();
      throw error;
    }
  }

  /** Safe to repeat: of several supervisors one gets to launch. The supervisor outlives this process. */
  async launch(directory: RunDirectory, spec: StoredSpec): Promise<ChildProcess> {
    const { runIsolation = {} } = spec;
    directory.control.reserve();
    const groups = await this.cgroups.create(groupName(directory), spec);
    await directory.write('cgroups', groups.map((file) => `${file}\n`).join(''));
    if (runIsolation.namespaces) await directory.write('mounts', this.#mounts(directory, runIsolation));
    const limits = [
      spec.timeoutSeconds,
      this.settings.outputLimitBytes,
      spec.graceSeconds,
      this.settings.checkSeconds,
    ];
    // without isolation the agent's own processes would count, which has the same user
    const maxProcesses =
      runIsolation.namespaces || runIsolation.account ? (this.settings.maxProcesses ?? 0) : 0;
    const env = { PATH: SUPERVISOR_PATH, LC_ALL: 'C', MAX_PROCESSES: String(maxProcesses) };
    const supervisor = spawn(
      '/bin/sh',
      [
        supervisorFile('supervise.sh'),
        directory.path,
        spec.workingDirectory,
        ...limits.map(String),
        runIsolation.namespaces ? 'namespaces' : 'directly',
        '--',
        ...commandChain(runIsolation, directory.path, spec.workingDirectory, spec.command),
      ],
      { detached: true, stdio: 'ignore', cwd: '/', env },
    );
    await once(supervisor, 'spawn');
    supervisor.unref();
    return supervisor;
  }

  async #write(directory: RunDirectory, spec: RunSpec, runIsolation: RunIsolation): Promise<void> {
    const { account, namespaces } = runIsolation;
    directory.control.reserve();
    for (const name of ['work', 'tmp', ...(namespaces ? ['root'] : [])]) {
      await mkdir(directory.file(name), { recursive: true, mode: 0o700 });
      if (account && name !== 'root') await chown(directory.file(name), account.uid, account.gid);
    }
    const home = account?.home ?? (account || namespaces ? directory.file('work') : undefined);
    const env = {
      ...baseEnvironment(process.env, { account, home }),
      ...jobEnvironment(spec, directory.owner),
    };
    await directory.write('env', environmentFile(env));
    for (const stream of ['stdout', 'stderr']) {
      await writeFile(directory.file(stream), '', { flag: 'a', mode: 0o600 });
      // a job may open its output by name, as /dev/stdout
      if (account) await chown(directory.file(stream), account.uid, account.gid);
    }
    // without namespaces the account gets to its folder by its path
    if (account && !namespaces) await chmod(directory.path, 0o711);
    const stored: StoredSpec = {
      command: [...spec.command],
      workingDirectory: spec.workingDirectory ?? directory.file('work'),
      deviceUuids: [...spec.deviceUuids],
      timeoutSeconds: Math.ceil(spec.timeoutSeconds),
      graceSeconds: Math.ceil(spec.graceSeconds),
      ...defined({ vcpus: spec.vcpus, ramMiB: spec.ramMiB }),
      owner: directory.owner,
      runIsolation,
    };
    await directory.write('spec.json', JSON.stringify(stored));
  }

  #mounts(directory: RunDirectory, runIsolation: RunIsolation): string {
    const folders = {
      root: directory.file('root'),
      work: directory.file('work'),
      tmp: directory.file('tmp'),
    };
    const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
    return mountTable(folders, this.isolation.folderAccess, runIsolation, mountinfo, canSee);
  }
}

export const groupName = ({ owner, key }: RunDirectory): string => `berth.${owner}.${runName(key)}`;
