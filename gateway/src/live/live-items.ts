import type { FollowedEvent } from '@berth/bus/follow-events';
import type { HostSample } from '@berth/contracts/agent/messages';
import type { LogLine, LogPage } from '@berth/contracts/telemetry/operations';

export interface LiveJobEvent {
  readonly cursor: string;
  readonly event: FollowedEvent['event'];
}

/** What arrived together. */
export interface Batch<T> {
  readonly items: readonly T[];
  readonly cursor: string;
  readonly end: boolean;
}

/** A page of a log, which can be read on both ways. */
export type LogLines = Batch<LogLine> & Pick<LogPage, 'startCursor' | 'hasEarlier' | 'kept'>;

export function logLinesOf({ lines, ...page }: LogPage): LogLines {
  return { ...page, items: lines };
}

export type LiveDeviceSample = Omit<HostSample['devices'][number], 'processes'>;
export type LiveHostSample = Omit<HostSample, 'devices'> & {
  readonly devices: readonly LiveDeviceSample[];
};
