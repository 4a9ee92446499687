import { UsageError } from '../errors.js';
import { durationMs } from './duration.js';
import { parseInstant, type Now } from './instant.js';

const DAY_MS = 86_400_000;

/**
 * An instant that has been: a duration counts back from now, a time of day or a weekday is the last one.
 * @throws UsageError that names the option and what would be right
 */
export function parsePastInstant(text: string, option: string, now: Now): string {
  const length = durationMs(text.trim().replace(/\s+ago$/i, ''));
  if (length !== undefined) return new Date(now.at - length).toISOString();
  try {
    for (const daysBack of [0, 1, 7]) {
      const found = parseInstant(text, option, { ...now, at: now.at - daysBack * DAY_MS });
      if (Date.parse(found) <= now.at) return found;
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `${option}: "${text}" is not a time; write for example 30m, 2h ago, 18:30, mon 14:00, 2026-12-01 09:00 or 2026-12-01T09:00:00Z`,
    );
  }
  throw new UsageError(`${option}: "${text}" has not come yet`);
}
