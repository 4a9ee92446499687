import type {
  DeviceFacts,
  DeviceState,
  HostCondition,
  HostFacts,
  SlotLimits,
} from '@berth/contracts/inventory/events';

type Of<Type extends string, Details = unknown> = {
  readonly type: Type;
  readonly hostId: string;
} & Readonly<Details>;

export interface HostChanges {
  readonly name?: string;
  readonly poolId?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly cpuLimits?: SlotLimits;
}

export type RegisterHost = Of<
  'registerHost',
  { poolId: string; name: string; publicKey: string; joinTokenId: string; joinedAt: string }
>;
/** A device that belongs to another host, as far as is known. */
export interface Contest {
  readonly uuid: string;
  readonly ownerId: string;
}
export interface DeviceFault {
  readonly uuid: string;
  readonly reason: string;
}
export type ReportHost = Of<
  'reportHost',
  {
    facts: HostFacts;
    devices: readonly DeviceFacts[];
    contested?: readonly Contest[];
    conditions?: readonly HostCondition[];
    /** All faulty or lost devices; undefined if the agent does not report them. */
    faults?: readonly DeviceFault[];
    now: string;
  }
>;
export type FailDevice = Of<'failDevice', { uuid: string; reason: string }>;
export type UpdateHost = Of<'updateHost', { changes: HostChanges }>;
export type SetDeviceState = Of<'setDeviceState', { uuid: string; state: DeviceState; reason?: string }>;
export type SetDeviceLimits = Of<'setDeviceLimits', { uuid: string; limits: SlotLimits }>;

export type HostCommand =
  | RegisterHost
  | ReportHost
  | FailDevice
  /** The agent deregistered. */
  | Of<'stopHost'>
  /** No heartbeat for too long. */
  | Of<'loseHost', { lastSeen: string }>
  | Of<'returnHost'>
  | Of<'cordonHost', { reason?: string }>
  | Of<'uncordonHost'>
  | Of<'drainHost', { reason?: string }>
  /** Its last lease has ended. */
  | Of<'completeDrain'>
  /** A lease began on a drained host, since the scheduler had not seen the drain yet. */
  | Of<'reopenDrain', { reason: string }>
  /** Whether it is in use was looked at before. */
  | Of<'removeHost', { reason?: string; now: string }>
  | UpdateHost
  | SetDeviceState
  | SetDeviceLimits;
