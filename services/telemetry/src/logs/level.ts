import { levelOf, LOG_LEVELS, type LogLevel } from '@berth/contracts/log-levels';
import { RejectedError, reject } from '@berth/kernel/rejection';

/** @throws RejectedError naming `level` */
export function parseLevel(text: string | undefined): LogLevel | undefined {
  if (text === undefined) return undefined;
  const level = levelOf(text);
  if (level) return level;
  const message = `level: must be one of ${LOG_LEVELS.join(', ')}`;
  throw new RejectedError(reject('VALIDATION_FAILED', message, 'level'));
}
