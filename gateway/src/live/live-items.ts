import type { FollowedEvent } from '@berth/bus/follow-events';
import type { HostSample } from '@berth/contracts/agent/messages';

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

export type LiveDeviceSample = Omit<HostSample['devices'][number], 'processes'>;
export type LiveHostSample = Omit<HostSample, 'devices'> & {
  readonly devices: readonly LiveDeviceSample[];
};
