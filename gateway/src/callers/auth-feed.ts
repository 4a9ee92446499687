import type { Bus } from '@berth/bus/connection';
import { followEvents, type FollowedEvent } from '@berth/bus/follow-events';
import { messageOf, type Log } from '@berth/bus/log';
import { LONGEST_TOKEN_MS } from './endings.js';

/** What auth has decided since the oldest token that may still be about, and from now on. */
export async function followAuth(
  bus: Bus,
  log: Log,
  take: (event: FollowedEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const since = new Date(Date.now() - LONGEST_TOKEN_MS).toISOString();
  const batches = followEvents({
    bus,
    service: 'auth',
    from: { since },
    signal,
    onError: (error) => log.warn({ error: messageOf(error) }, 'the ends of sessions can not be followed now'),
  });
  for await (const batch of batches) for (const event of batch) take(event);
}
