import type { Bus } from '@berth/bus/connection';
import { followEvents, type FollowedEvent } from '@berth/bus/follow-events';
import { isStreamNotFound } from '@berth/bus/event-stream';
import { messageOf, type Log } from '@berth/bus/log';
import { MAX_TOKEN_LIFETIME_MS } from './revocation-list.js';

export interface AuthFeedOptions {
  readonly bus: Bus;
  readonly log: Log;
  readonly take: (event: FollowedEvent) => void;
  /** Called, possibly more than once, when all events of auth up to now have been applied. */
  readonly onCaughtUp: () => void;
  readonly signal: AbortSignal;
}

/** Events of auth since the issue of the oldest token that may still be valid, and from now on. */
export async function followAuth({ bus, log, take, onCaughtUp, signal }: AuthFeedOptions): Promise<void> {
  const since = new Date(Date.now() - MAX_TOKEN_LIFETIME_MS).toISOString();
  const batches = followEvents({
    bus,
    service: 'auth',
    from: { since },
    signal,
    onCaughtUp,
    onError: (error) => {
      // If auth has never published an event, it has revoked nothing either.
      if (isStreamNotFound(error)) return onCaughtUp();
      log.warn({ error: messageOf(error) }, 'session revocations cannot be followed; retrying');
    },
  });
  for await (const batch of batches) for (const event of batch) take(event);
}
