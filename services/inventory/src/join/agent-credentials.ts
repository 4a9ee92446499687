import { mintAgentJwt } from '@berth/nats-trust/mint';

/** Issues bus credentials for agents. Their permissions are defined in the account, by the signing key. */
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
