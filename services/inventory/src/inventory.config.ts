import { z } from 'zod';
import { baseConfig } from '@berth/service-host/config';

export const inventoryConfig = baseConfig.extend({
  BERTH_AGENT_SIGNING_KEY_FILE: z
    .string()
    .describe("Path of the seed that signs agents' credentials for the bus"),
  BERTH_NATS_ACCOUNT: z
    .string()
    .regex(/^A[A-Z2-7]{55}$/, 'must be the public nkey of an account')
    .describe('Public nkey of the account on the bus that agents belong to'),
  BERTH_AGENT_CREDENTIALS_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 366)
    .default(24)
    .describe("Life of an agent's credentials for the bus; it renews them after half of it"),
  BERTH_REVOKED_AGENTS_FILE: z
    .string()
    .optional()
    .describe(
      "Path of the list of revoked agents' keys (revoked-agents in the folder of the bus's keys); whoever starts the bus reads it",
    ),
  BERTH_LOCAL_JOIN_TOKEN_FILE: z
    .string()
    .optional()
    .describe('Path of a join token for the agent on this machine, into the pool "default"'),
  BERTH_HOST_LOST_AFTER_SECONDS: z.coerce
    .number()
    .positive()
    .default(45)
    .describe('Silence after which a host counts as lost; heartbeats come every 5 seconds'),
  BERTH_DRAIN_SETTLE_SECONDS: z.coerce
    .number()
    .min(0)
    .default(5)
    .describe('How long a draining host must have been without a lease to count as drained'),
});
export type InventoryConfig = z.output<typeof inventoryConfig>;
