import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runName, type RunSpec } from '../executor.js';
import type { Cgroups } from './cgroups.js';
import { baseEnvironment, environmentScript, jobEnvironment } from './job-environment.js';
import type { RunDirectory, StoredSpec } from './run-directory.js';

export interface LaunchSettings {
  /** Both streams together; 0 is no limit. */
  readonly outputLimitBytes: number;
  /** How often the supervisor looks at the output's size. */
  readonly checkSeconds: number;
}

const SUPERVISOR = fileURLToPath(new URL('../../../supervisor/supervise.sh', import.meta.url));

/** Puts runs on disk and starts their supervisors. */
export class RunLauncher {
  readonly #setsid = findProgram('setsid');
  readonly #environment = baseEnvironment(process.env);

  constructor(
    private readonly cgroups: Cgroups,
    private readonly settings: LaunchSettings,
  ) {}

  /** Accepts a run: spec.json comes last, and with it the run exists. */
  async prepare(directory: RunDirectory, spec: RunSpec): Promise<void> {
    await mkdir(join(directory.path, 'work'), { recursive: true, mode: 0o700 });
    await directory.write('env.sh', environmentScript(jobEnvironment(spec, directory.owner)));
    for (const stream of ['stdout', 'stderr']) {
      await writeFile(directory.file(stream), '', { flag: 'a', mode: 0o600 });
    }
    const stored: StoredSpec = {
      command: [...spec.command],
      workingDirectory: spec.workingDirectory ?? directory.file('work'),
      deviceUuids: [...spec.deviceUuids],
      timeLimitSeconds: Math.ceil(spec.timeLimitSeconds ?? 0),
      graceSeconds: Math.ceil(spec.graceSeconds),
      ...(spec.vcpus === undefined ? {} : { vcpus: spec.vcpus }),
      ...(spec.memoryMiB === undefined ? {} : { memoryMiB: spec.memoryMiB }),
      owner: directory.owner,
    };
    await directory.write('spec.json', JSON.stringify(stored));
  }

  /** Safe to repeat: of several supervisors one gets to launch. The supervisor outlives this process. */
  async launch(directory: RunDirectory, spec: StoredSpec): Promise<void> {
    const groups = await this.cgroups.create(groupName(directory), spec);
    await directory.write('cgroups', groups.map((file) => `${file}\n`).join(''));
    const limits = [
      spec.timeLimitSeconds,
      this.settings.outputLimitBytes,
      spec.graceSeconds,
      this.settings.checkSeconds,
    ];
    const supervisor = spawn(
      '/bin/sh',
      [
        SUPERVISOR,
        directory.path,
        spec.workingDirectory,
        ...limits.map(String),
        this.#setsid,
        '--',
        ...spec.command,
      ],
      { detached: true, stdio: 'ignore', cwd: '/', env: this.#environment },
    );
    await once(supervisor, 'spawn');
    supervisor.unref();
  }
}

export const groupName = ({ owner, key }: RunDirectory): string => `berth.${owner}.${runName(key)}`;

function findProgram(name: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/local/bin'];
  for (const folder of folders.filter(Boolean)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // look in the next folder
    }
  }
  throw new Error(`the program ${name} (util-linux) is needed to run jobs and is not on PATH`);
}
