import { mintAgentJwt } from '@berth/nats-trust/mint';

/** Signs what an agent shows the bus. What it may do there stands in the account, under the signing key. */
export class AgentCredentials {
  constructor(private readonly signer: { readonly signingSeed: string; readonly account: string }) {}

  jwtFor(hostId: string, publicKey: string): Promise<string> {
    return mintAgentJwt({ hostId, publicKey, ...this.signer });
  }
}
