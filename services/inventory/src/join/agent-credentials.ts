import { mintAgentJwt } from '@berth/nats-trust/mint';

/** Signs what an agent shows the bus. What it may do there stands in the account, under the signing key. */
export class AgentCredentials {
  constructor(
    private readonly signer: {
      readonly signingSeed: string;
      readonly account: string;
      readonly lifeSeconds: number;
    },
  ) {}

  async issue(hostId: string, publicKey: string) {
    const jwt = await mintAgentJwt({ hostId, publicKey, ...this.signer });
    return { hostId, jwt, expiresInSeconds: this.signer.lifeSeconds };
  }
}
