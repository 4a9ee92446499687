import type { CommandSpec } from '../command.js';
import { jobCommands } from './job.spec.js';
import { sessionCommands } from './session.spec.js';

/** All commands, in the order of the help. Only what they say is loaded here; what they do is loaded when they run. */
export const commands: readonly CommandSpec[] = [...jobCommands, ...sessionCommands];
