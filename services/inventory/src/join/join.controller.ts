import { Controller, Inject } from '@nestjs/common';
import { hostRemoved } from '@berth/contracts/agent/removed';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import { credentialsQuery, join } from '@berth/contracts/inventory/operations';
import { idFromName, uuidFromName } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, orReject, type OpenCall, type Reply } from '@berth/service-host/operation';
import { partOf } from '../command-part.js';
import { Hosts } from '../host/hosts.js';
import { invalidToken } from '../join-token/join-token.decider.js';
import { JoinTokens, tokenIdOf } from '../join-token/join-tokens.js';
import { AgentCredentials } from './agent-credentials.js';
import { JoinThrottle } from './join-throttle.js';

const notJoined = reject('UNAUTHENTICATED', 'no host has joined with this key: send a join token', 'token');

/** The host's id follows from its key: an agent that joins again, with whatever token, is the same host. */
@Controller()
export class JoinController {
  constructor(
    @Inject(JoinTokens) private readonly tokens: JoinTokens,
    @Inject(Hosts) private readonly hosts: Hosts,
    @Inject(AgentCredentials) private readonly credentials: AgentCredentials,
    @Inject(JoinThrottle) private readonly throttle: JoinThrottle,
  ) {}

  @Operation(join)
  async join({ input, meta: asked }: OpenCall<InputOf<typeof join>>): Reply<ResultOf<typeof join>> {
    const { name, publicKey } = input;
    const tokenId = tokenIdOf(input.token);
    const known = await this.tokens.exists(tokenId);
    const refusal = known ? this.throttle.refusalOfKnown(tokenId) : this.throttle.refusalOfUnknown();
    if (refusal) return err(refusal);
    if (!known) return err(invalidToken);

    const hostId = idFromName('host', publicKey);
    // before the token is used up for it
    if ((await this.hosts.findFresh(hostId))?.status === 'removed') return err(hostRemoved);
    const meta = asAgent(asked, hostId);
    const { token } = orReject(
      await this.tokens.execute(
        { type: 'useJoinToken', tokenId, hostId, now: meta.now },
        partOf(meta, 'token'),
      ),
    );
    const { position } = orReject(
      await this.hosts.execute(
        {
          type: 'registerHost',
          hostId,
          poolId: token.poolId,
          name,
          publicKey,
          joinTokenId: tokenId,
          joinedAt: meta.now,
        },
        partOf(meta, 'host'),
      ),
    );
    return ok({ result: await this.credentials.issue(hostId, publicKey), position });
  }

  @Operation(credentialsQuery)
  async renew({
    input: { publicKey },
  }: OpenCall<InputOf<typeof credentialsQuery>>): Reply<ResultOf<typeof credentialsQuery>> {
    const hostId = idFromName('host', publicKey);
    const host = await this.hosts.findFresh(hostId);
    const refusal = host ? this.throttle.refusalOfKnown(hostId) : this.throttle.refusalOfUnknown();
    if (refusal) return err(refusal);
    if (!host) return err(notJoined);
    if (host.status === 'removed') return err(hostRemoved);
    return ok({ result: await this.credentials.issue(hostId, publicKey) });
  }
}

/** No user is logged in when a host joins: the host is the actor, so that idempotency keys of hosts do not collide. */
const asAgent = (meta: CommandMeta, hostId: string): CommandMeta => ({
  ...meta,
  commandId: uuidFromName('join', meta.commandId, hostId),
  actor: { kind: 'agent', id: hostId },
});
