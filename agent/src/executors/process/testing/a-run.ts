import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import type { Executor, RunKey, RunObservation, RunSpec } from '../../executor.js';
import { Cgroups } from '../cgroups.js';
import { ownerOf, RunDirectory } from '../run-directory.js';
import { RunLauncher } from '../run-launcher.js';

export const aRun = (command: readonly string[], changes: Partial<RunSpec> = {}): RunSpec => ({
  jobId: newId(),
  run: 1,
  command: [...command],
  env: {},
  deviceUuids: [],
  timeoutSeconds: 3600,
  graceSeconds: 5,
  ...changes,
});

/** A run of a shell script. */
export const aScript = (script: string, changes: Partial<RunSpec> = {}): RunSpec =>
  aRun(['/bin/sh', '-c', script], changes);

export const untilEnded = (executor: Executor, key: RunKey): Promise<RunObservation & { status: 'ended' }> =>
  until(executor, key, 'ended');

export function until<S extends RunObservation['status']>(
  executor: Executor,
  key: RunKey,
  status: S,
): Promise<RunObservation & { status: S }> {
  return eventually(
    async () => {
      const observation = await executor.observe(key);
      if (observation?.status !== status)
        throw new Error(`${key.jobId} is ${observation?.status}, not ${status}`);
      return observation as RunObservation & { status: S };
    },
    { timeoutMs: 20_000, everyMs: 5 },
  );
}

/** The files of an agent that was killed after it had accepted the run and before it began it. */
export async function prepared(folder: string, spec: RunSpec): Promise<RunDirectory> {
  const directory = new RunDirectory(folder, spec, await ownerOf(folder));
  const folderAccess = { hidden: [], programs: [], shared: [], home: '/', platform: '/' };
  const settings = { outputLimitBytes: 0, checkSeconds: 60 };
  const launcher = new RunLauncher(await Cgroups.detect(), settings, { folderAccess });
  await launcher.prepare(directory, spec, {});
  return directory;
}

/** With the host's cgroups, where it has them, and without any. */
export const CGROUP_VARIANTS: readonly (readonly [string, () => Promise<Cgroups>])[] = [
  ['with the cgroups of this host', () => Cgroups.detect()],
  ['without cgroups', () => Cgroups.detect({ mountinfo: '/nowhere', membership: '/nowhere' })],
];
