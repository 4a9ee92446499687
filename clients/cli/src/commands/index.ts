import type { CommandSpec } from '../command.js';
import { jobCommands } from './job.spec.js';
import { reservationCommands } from './reservation.spec.js';
import { requestCommands } from './request.spec.js';
import { workflowCommands } from './workflow.spec.js';
import { hostCommands } from './host.spec.js';
import { poolCommands } from './pool.spec.js';
import { peopleCommands } from './people.spec.js';
import { grantCommands } from './grant.spec.js';
import { recordCommands } from './record.spec.js';
import { toolCommands } from './tool.spec.js';
import { sessionCommands } from './session.spec.js';

/** All commands, in the order of the help. Only what they say is loaded here; what they do is loaded when they run. */
export const commands: readonly CommandSpec[] = [
  ...jobCommands,
  ...reservationCommands,
  ...requestCommands,
  ...workflowCommands,
  ...hostCommands,
  ...poolCommands,
  ...peopleCommands,
  ...grantCommands,
  ...recordCommands,
  ...sessionCommands,
  ...toolCommands,
];
