import { connectBus, type Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import type { Logger } from '@berth/service-host/log';
import type { AgentConfig } from '../agent.config.js';
import { joinPlatform } from './join.js';
import type { Membership } from './membership.js';

/**
 * Joins and connects to the bus, again and again until that is done.
 * @throws as `joinPlatform` does, and where the signal aborts
 */
export async function connectToPlatform(
  membership: Membership,
  config: AgentConfig,
  log: Logger,
  signal: AbortSignal,
): Promise<{ bus: Bus; hostId: string }> {
  for (;;) {
    signal.throwIfAborted();
    const { hostId, natsUrl } = await joinPlatform(membership, {
      gatewayUrl: config.BERTH_GATEWAY_URL,
      tokenFile: config.BERTH_JOIN_TOKEN_FILE,
      hostName: config.BERTH_HOST_NAME,
      log,
      signal,
    });
    try {
      const bus = await connectBus({
        url: (config.BERTH_NATS_URL ?? natsUrl).split(','),
        name: `agent ${hostId}`,
        inboxPrefix: subjects.agentInbox(hostId),
        credsFile: membership.credsFile,
        connectTimeoutMs: 10_000,
      });
      return { bus, hostId };
    } catch (error) {
      // The bus may have moved: the gateway knows where.
      log.warn({ reason: error }, 'the bus is not reachable; joining again');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
