import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { Booking } from '../../calendar/agenda.js';
import type { Evidence } from './evidence.js';

export const nobodyCame = (
  { others }: Extract<Evidence, { kind: 'unused' }>,
  noShowMinutes: number,
  now: string,
): string =>
  `nobody used it within ${noShowMinutes} minutes: at ${now} no job of its holder ran on its devices, and of ${others} processes there none was of an account of the holder`;

export function overstaying(
  { until }: Booking,
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
      ? `as soon as somebody else needs them, jobs are ended, and processes of your account get SIGTERM, and SIGKILL ${preemption.graceSeconds} seconds later`
      : 'jobs are ended as soon as somebody else needs them, other processes are for you to end';
  return `your booking ends at ${until} and ${left} still use its devices: ${whatFollows}`;
}
