import type { StartRun } from '@berth/contracts/agent/messages';
import type { JsonValue } from '@berth/kernel/json';
import type { Vault } from '@berth/service-host/vault';
import type { GangMembers } from '../gang/gang-members.js';
import type { JobDocument } from '../views/job.view.js';

/** Between SIGTERM and SIGKILL. */
export const GRACE_SECONDS = 10;

/**
 * A run as its agent needs it. What the platform says of a gang wins over the job's own variables. The env is opened here and goes to that one host only; nothing is given where its key was
 * erased: a job must not run without what it was submitted with.
 */
export async function startOrder(
  document: JobDocument,
  run: number,
  vault: Vault,
  gangs: GangMembers,
): Promise<StartRun | undefined> {
  const { id: jobId, projectId, spec, traceparent } = document;
  const devices = document.runs.find((each) => each.run === run)?.devices ?? [];
  const env: JsonValue | undefined = document.env === null ? {} : await vault.open(document.env);
  if (env === undefined) return undefined;
  return {
    jobId,
    run,
    projectId,
    command: [...spec.command, ...spec.args],
    env: { ...(env as { [name: string]: string }), ...(await gangs.environmentOf(document)) },
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
