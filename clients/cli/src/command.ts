import type { CommandRow } from './command-row.js';
import type { Invocation } from './invocation.js';

/** A command with what it does: one request of its row, a file of its own, or commands below it. */
export interface CommandSpec extends CommandRow {
  /** Loaded when it runs. */
  readonly load?: () => Promise<{ readonly run: Action }>;
  readonly commands?: readonly CommandSpec[];
}

/** @returns the exit code, where it is not 0 */
export type Action = (invocation: Invocation) => Promise<number | void>;
