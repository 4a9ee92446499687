import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Reservation } from '../../calendar/agenda.js';
import type { UsageEvidence } from './usage-evidence.js';

export const noShowReason = (
  { others }: Extract<UsageEvidence, { kind: 'unused' }>,
  noShowMinutes: number,
  now: string,
): string =>
  `no use was seen within ${noShowMinutes} minutes: at ${now} no job of its holder ran on its devices, and none of the ${others} processes there belonged to an account of the holder`;

export function overstayWarning(
  { until }: Reservation,
  jobId: string | undefined,
  processes: number,
  { reservations, preemption }: PoolPolicy,
): string {
  const left = [
    ...(jobId === undefined ? [] : [`job ${jobId}`]),
    ...(processes > 0 ? [`${processes} processes of your account`] : []),
  ].join(' and ');
  const whatFollows =
    reservations.endOverstay === 'jobsAndProcesses'
      ? `as soon as another user needs them, jobs are ended, and processes of your account get SIGTERM, and SIGKILL ${preemption.graceSeconds} seconds later`
      : 'jobs are ended as soon as another user needs them; you must end other processes yourself';
  return `your reservation ends at ${until}, and ${left} still use its devices: ${whatFollows}`;
}
