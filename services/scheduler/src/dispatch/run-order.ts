import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { StartRun } from '@berth/contracts/agent/messages';
import type { Aggregates } from '@berth/service-host/aggregates';
import { mibOf } from '../placement/gigabytes.js';
import type { Opened, Unreadable, Vault } from '@berth/service-host/vault';
import { defined } from '@berth/kernel/defined';
import { mayRunUnconfined } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import type { JobCommand, Job } from '../jobs/job/job.js';
import type { GangMembers } from '../jobs/gang/gang-members.js';
import type { SchedulingState } from '../queue/waiting/scheduling-state.js';
import { jobStream } from '../streams.js';

/** Between SIGTERM and SIGKILL. */
export const GRACE_SECONDS = 10;

/** Which accounts on hosts are whose, in the order in which they were mapped. */
export interface MappedAccounts {
  list(of: {
    readonly userId: string;
    readonly hostId: string;
  }): Promise<readonly { readonly account: string }[]>;
}

export interface RunOrderParts {
  /** What a job runs is read from its log: nothing but its start needs it. */
  readonly jobs: Pick<Aggregates<Job, JobCommand, JobEvent>, 'load'>;
  readonly vault: Vault;
  readonly gangs: GangMembers;
  readonly facts: Facts;
  readonly accounts: MappedAccounts;
}

/** Runs as their agents need them. */
export class RunOrders {
  constructor(private readonly parts: RunOrderParts) {}

  /**
   * The platform's variables of a gang override the job's own. The env is decrypted here and goes to that one host
   * only; where it cannot be decrypted, the reason is returned instead: a job must not run without its env. It runs
   * under the first of the accounts that staff have mapped to its submitter on the host, where there is one.
   */
  async of(document: SchedulingState, run: number): Promise<StartRun | { readonly unreadable: Unreadable }> {
    const { jobs, vault, gangs, facts, accounts } = this.parts;
    const { id: jobId, projectId, userId, traceparent } = document;
    const { state } = await jobs.load(jobStream(jobId));
    if (state.status === 'none') throw new Error(`job ${jobId} has a run but no submission`);
    const { spec, env } = state.facts;
    const { devices = [], hostId } = document.runs.find((each) => each.run === run) ?? {};
    const opened: Opened = env === undefined ? { value: {} } : await vault.tryOpen(env);
    if ('unreadable' in opened) return opened;
    const [mapped] = hostId === undefined ? [] : await accounts.list({ userId, hostId });
    return {
      jobId,
      run,
      projectId,
      command: [...spec.command, ...spec.args],
      env: { ...(opened.value as { [name: string]: string }), ...(await gangs.environmentOf(document)) },
      deviceUuids: devices.map((device) => device.uuid),
      simulated: devices.some((device) => device.simulated),
      timeoutSeconds: spec.timeoutMinutes * 60,
      graceSeconds: GRACE_SECONDS,
      byAdmin: mayRunUnconfined(facts.users.get(userId)),
      ...defined({ account: mapped?.account, workingDirectory: spec.workingDirectory, vcpus: spec.vcpus }),
      ...(spec.ramGb === undefined ? {} : { ramMiB: mibOf(spec.ramGb) }),
      ...defined({ traceparent: traceparent ?? undefined }),
    };
  }
}
