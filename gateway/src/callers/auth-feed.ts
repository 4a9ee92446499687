import type { Bus } from '@berth/bus/connection';
import { followEvents, type FollowedEvent } from '@berth/bus/follow-events';
import { isStreamNotFound } from '@berth/bus/event-stream';
import { messageOf, type Log } from '@berth/bus/log';
import { LONGEST_TOKEN_MS } from './endings.js';

export interface AuthFeedOptions {
  readonly bus: Bus;
  readonly log: Log;
  readonly take: (event: FollowedEvent) => void;
  /** Called, perhaps more than once, when nothing that auth had decided by then is still to come. */
  readonly onCaughtUp: () => void;
  readonly signal: AbortSignal;
}

/** What auth has decided since the oldest token that may still be about, and from now on. */
export async function followAuth({ bus, log, take, onCaughtUp, signal }: AuthFeedOptions): Promise<void> {
  const since = new Date(Date.now() - LONGEST_TOKEN_MS).toISOString();
  const batches = followEvents({
    bus,
    service: 'auth',
    from: { since },
    signal,
    onCaughtUp,
    onError: (error) => {
      // Where auth has never published anything it has ended nothing either.
      if (isStreamNotFound(error)) return onCaughtUp();
      log.warn({ error: messageOf(error) }, 'the ends of sessions can not be followed now');
    },
  });
  for await (const batch of batches) for (const event of batch) take(event);
}
