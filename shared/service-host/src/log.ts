import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output. Whatever could carry a secret is cut out by path, in case somebody logs a whole request. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    base: { service: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['token', '*.token', '*.password', '*.env', '*.refreshToken', '*.accessToken'],
      censor: '[secret]',
    },
  });
}

/** Nest's own messages, so that they end up in the same log. */
export const nestLogger = (log: Logger): LoggerService => ({
  log: (message: unknown) => log.debug(String(message)),
  error: (message: unknown, ...rest: unknown[]) =>
    log.error({ err: message instanceof Error ? message : undefined, rest }, String(message)),
  warn: (message: unknown) => log.warn(String(message)),
  debug: (message: unknown) => log.debug(String(message)),
  verbose: (message: unknown) => log.trace(String(message)),
  fatal: (message: unknown) => log.fatal(String(message)),
});
