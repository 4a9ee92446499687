import { z } from 'zod';
import { id } from '../fields.js';

/**
 * Answer of the gateway's `POST /join`, whose body is the input of inventory's `join` command, or of its `credentials`
 * query where a host that has joined asks for new ones.
 */
export const joinAnswer = z.object({
  hostId: id,
  /** Credentials for the bus, used with a signature by the agent's own key. */
  jwt: z.string().min(1),
  /** Where the bus is, as seen from hosts; several addresses by commas. */
  natsUrl: z.string().min(1),
  /** Life of the credentials: before that they are to be renewed, by the same address without a token. */
  expiresInSeconds: z.number().positive().optional(),
});
export type JoinAnswer = z.output<typeof joinAnswer>;
