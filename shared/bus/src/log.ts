/** Where long-running parts report; a pino logger fits. An error as `err` comes with its stack, as `reason` without. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What may be logged or kept of an error: no stack. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
