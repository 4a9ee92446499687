import type { HostEvent } from '@berth/contracts/inventory/events';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { type HostCommand, hostStream, type Host, type HostState } from './host.js';
import { noSuchHost } from './host.decider.js';

export interface HostResult {
  readonly host: Host;
  readonly position?: Position;
}

/** Carries out what is decided about hosts, and knows each as of its last event. */
export class Hosts {
  constructor(private readonly aggregates: Aggregates<HostState, HostCommand, HostEvent>) {}

  async find(hostId: string): Promise<Host | undefined> {
    const { state } = await this.aggregates.load(hostStream(hostId));
    return state.status === 'none' ? undefined : state;
  }

  /** Also of what another copy of the service has recorded just now. */
  async findFresh(hostId: string): Promise<Host | undefined> {
    const { state } = await this.aggregates.load(hostStream(hostId), { fresh: true });
    return state.status === 'none' ? undefined : state;
  }

  async execute(command: HostCommand, meta: CommandMeta): Promise<Result<HostResult, Rejection>> {
    const done = await this.aggregates.execute(hostStream(command.hostId), command, meta);
    if (!done.ok) return done;
    const { state, position } = done.value;
    if (state.status === 'none') return err(noSuchHost);
    return ok({ host: state, ...defined({ position }) });
  }
}
