import type { LoggerService } from '@nestjs/common';
import { pino, type Logger, type LoggerOptions } from 'pino';
import { withoutSecrets } from './connection-strings.js';
import { LogSink } from './log-sink.js';
import { Outages } from './outages.js';

export type { Logger } from 'pino';

const FATAL = 60;
const outagesByLog = new WeakMap<Logger, Outages>();

/** The known outages of stores. */
export const outagesOf = (log: Logger): Outages => outagesByLog.get(log) ?? new Outages();

/**
 * JSON lines on standard output. Whatever could carry a secret is redacted by path, in case a whole request is
 * logged. Errors (`err`, or `reason` for their message only) of an unreachable store are left out: `Outages` reports
 * them.
 */
export function createLogger(
  name: string,
  level: string,
  /** Their users and passwords are redacted in every line. */
  connectionStrings: readonly (string | undefined)[] = [],
): Logger {
  const outages = new Outages();
  const options: LoggerOptions = {
    name,
    level,
    base: { service: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['token', '*.token', '*.password', '*.env', '*.refreshToken', '*.accessToken'],
      censor: '[secret]',
    },
    serializers: { reason: (reason: unknown) => (reason instanceof Error ? reason.message : reason) },
    hooks: {
      streamWrite: withoutSecrets(connectionStrings),
      logMethod(inputs, method, level) {
        const { err, reason } = (inputs[0] ?? {}) as { readonly err?: unknown; readonly reason?: unknown };
        const isFatal = level >= FATAL;
        if (isFatal || !(outages.covers(err) || outages.covers(reason))) method.apply(this, inputs);
      },
    },
  };
  const log = pino(options, new LogSink({ fd: 1, lossNote: lossNote(name) }));
  outages.attach(log);
  outagesByLog.set(log, outages);
  return log;
}

const WARNING = 40;

const lossNote = (service: string) => (lost: number, code: string) =>
  `${JSON.stringify({ level: WARNING, time: new Date().toISOString(), service, name: service, msg: `${lost} lines of this log are lost: ${code}` })}\n`;

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
