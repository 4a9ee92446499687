import type { StartRun } from '@berth/contracts/agent/messages';
import type { Opened, Unreadable, Vault } from '@berth/service-host/vault';
import type { GangMembers } from '../gang/gang-members.js';
import type { JobDocument } from '../views/job.view.js';

/** Between SIGTERM and SIGKILL. */
export const GRACE_SECONDS = 10;

/**
 * A run as its agent needs it. What the platform says of a gang wins over the job's own variables. The env is opened here and goes to that one host only; where it can't be opened it is
 * said why instead: a job must not run without what it was submitted with.
 */
export async function startOrder(
  document: JobDocument,
  run: number,
  vault: Vault,
  gangs: GangMembers,
): Promise<StartRun | { readonly unreadable: Unreadable }> {
  const { id: jobId, projectId, spec, traceparent } = document;
  const devices = document.runs.find((each) => each.run === run)?.devices ?? [];
  const opened: Opened = document.env === null ? { value: {} } : await vault.look(document.env);
  if ('unreadable' in opened) return opened;
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
    ...(spec.workingDirectory === undefined ? {} : { workingDirectory: spec.workingDirectory }),
    ...(spec.vcpus === undefined ? {} : { vcpus: spec.vcpus }),
    ...(spec.ramGb === undefined ? {} : { ramMiB: spec.ramGb * 1024 }),
    ...(traceparent === null ? {} : { traceparent }),
  };
}
