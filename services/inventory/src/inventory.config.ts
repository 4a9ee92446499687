import { z } from 'zod';
import { baseConfig } from '@berth/service-host/config';

export const inventoryConfig = baseConfig.extend({
  BERTH_AGENT_SIGNING_KEY_FILE: z
    .string()
    .describe('Path of the seed that signs the bus credentials of agents'),
  BERTH_NATS_ACCOUNT: z
    .string()
    .regex(/^A[A-Z2-7]{55}$/, 'must be the public nkey of an account')
    .describe('Public nkey of the account on the bus that agents belong to'),
  BERTH_AGENT_CREDENTIALS_TTL_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 366)
    .default(24)
    .describe("Lifetime of an agent's bus credentials; it renews them after half of it"),
  BERTH_REVOKED_AGENTS_FILE: z
    .string()
    .optional()
    .describe(
      "Path of the list of revoked agents' keys (revoked-agents in the folder of the keys of the bus); the launcher of the bus reads it",
    ),
  BERTH_LOCAL_JOIN_TOKEN_FILE: z
    .string()
    .optional()
    .describe('Path of a join token for the agent on this machine, into the pool "default"'),
  BERTH_HOST_LOST_AFTER_SECONDS: z.coerce
    .number()
    .positive()
    .default(45)
    .describe('Time without a heartbeat after which a host is lost; heartbeats come every 5 seconds'),
  BERTH_HOST_DRAINED_AFTER_SECONDS: z.coerce
    .number()
    .min(0)
    .default(5)
    .describe('How long a draining host must have had no lease to become drained'),
});
export type InventoryConfig = z.output<typeof inventoryConfig>;
