import { Controller, Inject } from '@nestjs/common';
import {
  agentDeviceError,
  agentDeregister,
  agentHeartbeat,
  agentRegister,
} from '@berth/contracts/agent/operations';
import { hostRemoved } from '@berth/contracts/agent/removed';
import type { InputOf } from '@berth/contracts/define';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, orReject, type AgentCall, type Reply } from '@berth/service-host/operation';
import { DeviceClaims } from './device-claims.js';
import type { HostCommand, ReportHost } from './host.js';
import { noSuchHost } from './host.decider.js';
import { Hosts } from './hosts.js';
import { reportHost } from './presence.decisions.js';
import { ReportThrottle } from './report-throttle.js';

/** Requests of agents about their own host. The heartbeat listener of every instance records the contact. */
@Controller()
export class AgentController {
  constructor(
    @Inject(Hosts) private readonly hosts: Hosts,
    @Inject(DeviceClaims) private readonly claims: DeviceClaims,
    @Inject(ReportThrottle) private readonly throttle: ReportThrottle,
  ) {}

  @Operation(agentRegister)
  async register({ input, hostId, meta }: AgentCall<InputOf<typeof agentRegister>>): Reply<null> {
    const contested = await this.claims.against(hostId, input.devices);
    const { facts, devices, conditions = [], faults } = input;
    const { now } = meta;
    const reported = { facts, devices, contested, conditions, ...defined({ faults }) };
    const report: ReportHost = { type: 'reportHost', hostId, ...reported, now };
    const refusal = (await this.#isNew(report)) ? this.throttle.refusalOf(hostId) : undefined;
    return refusal ? err(refusal) : this.#execute(report, meta);
  }

  @Operation(agentHeartbeat)
  async heartbeat({ hostId }: AgentCall<InputOf<typeof agentHeartbeat>>): Reply<null> {
    const host = await this.hosts.find(hostId);
    if (!host) return err(noSuchHost);
    if (host.status === 'removed') return err(hostRemoved);
    if (host.status !== 'online') {
      return err(
        reject('INVALID_STATE', `the host is ${host.status}: register it again`, 'host', {
          status: host.status,
        }),
      );
    }
    return ok({ result: null });
  }

  @Operation(agentDeregister)
  async deregister({ hostId, meta }: AgentCall<InputOf<typeof agentDeregister>>): Reply<null> {
    return this.#execute({ type: 'stopHost', hostId }, meta);
  }

  @Operation(agentDeviceError)
  async deviceError({ input, hostId, meta }: AgentCall<InputOf<typeof agentDeviceError>>): Reply<null> {
    return this.#execute({ type: 'failDevice', hostId, ...input }, meta);
  }

  async #isNew(report: ReportHost): Promise<boolean> {
    const host = await this.hosts.find(report.hostId);
    const decision = host && reportHost(report, host);
    return decision?.ok === true && decision.value.length > 0;
  }

  async #execute(command: HostCommand, meta: CommandMeta): Reply<null> {
    const { position } = orReject(await this.hosts.execute(command, meta));
    return ok({ result: null, position });
  }
}
