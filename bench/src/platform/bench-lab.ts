import { join } from 'node:path';
import { Platform, type PlatformOptions } from '@berth/tests/platform/platform';
import { createLab, logIn, type Lab } from '@berth/tests/platform/lab';
import { submit } from '@berth/tests/platform/jobs';
import { eventually } from '@berth/testing/eventually';

/** A platform as `npm start` makes it, with a member who may queue as many jobs as there is room for. */
export interface BenchLab {
  readonly platform: Platform;
  readonly lab: Lab;
  stop(): Promise<void>;
}

/** As many as a pool can be set to take. */
const MAX_QUEUED = 1_000_000;

/** One member sends all that is measured: the limits on callers are for people, and not what is measured. */
export const UNLIMITED = {
  BERTH_RATE_LIMIT_PER_MINUTE: '1000000000',
  BERTH_COST_LIMIT_PER_MINUTE: '1000000000000',
  BERTH_MAX_CONCURRENT_PER_CALLER: '100000',
};

export async function startLab(folder: string, options: PlatformOptions = {}): Promise<BenchLab> {
  const platform = await Platform.start({ data: join(folder, 'data'), env: UNLIMITED, ...options });
  // an interrupted benchmark leaves nothing running
  const end = (): void => {
    process.kill(platform.launcherPid, 'SIGTERM');
  };
  process.once('exit', end);
  const lab = await createLab(platform);
  await lab.admin.api.do('updatePool', { poolId: lab.pool, maxQueuedPerUser: MAX_QUEUED }, 'pool { id }');
  return {
    platform,
    lab,
    stop: async () => {
      process.removeListener('exit', end);
      await platform.stop();
    },
  };
}

/** Access tokens live for minutes; a long row takes a new one now and then. */
export const freshToken = async ({ platform }: BenchLab): Promise<string> =>
  (await logIn(platform, 'ada')).api.token ?? '';

export const portOf = ({ platform }: BenchLab): number => Number(new URL(platform.url).port);

/** Lets one job hold the only device, so that what follows waits in the queue. */
export async function holdTheDevice({ lab }: BenchLab): Promise<void> {
  const id = await submit(lab, { name: 'holds the device', command: ['sleep', '3600'], gpus: { count: 1 } });
  await eventually(
    async () => {
      const { job } = await lab.ada.api.ask<{ job: { state: string } }>(
        'query ($id: ID!) { job(id: $id) { state } }',
        { id },
      );
      if (job.state !== 'RUNNING') throw new Error(`the job is ${job.state}`);
    },
    { timeoutMs: 30_000, everyMs: 50 },
  );
}
