import type { ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import { decodeCloudEvent, type PublishedEvent } from './cloud-event.js';
import type { Bus } from './connection.js';
import { readStream, type ReadFrom } from './stream-reader.js';

export interface FollowOptions {
  readonly bus: Bus;
  readonly service: ServiceName;
  /** Default: the service's own. */
  readonly stream?: string;
  readonly from: ReadFrom;
  /** Subjects with wildcards, of which an event must match one. Default: all of the service's. */
  readonly filterSubjects?: readonly string[];
  /** Default 256. */
  readonly batchSize?: number;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
  /** Called when the events that there were have been delivered. */
  readonly onCaughtUp?: () => void;
}

export interface FollowedEvent extends PublishedEvent {
  /** The cursor to resume after this event: `from: { after: sequence }`. */
  readonly sequence: number;
}

/**
 * A service's events as they are published, for readers that keep no checkpoint. In order, each once; a slow reader is
 * not pushed, and reads on from where it is. Messages that are no events are skipped and reported.
 */
export async function* followEvents(
  options: FollowOptions,
): AsyncGenerator<readonly FollowedEvent[], void, void> {
  const { filterSubjects = [], service, onError } = options;
  const [filterSubject, ...more] = filterSubjects;
  const batches = readStream({
    ...options,
    stream: options.stream ?? STREAMS[service],
    // A server before 2.10 takes one filter only: of several, none is left to it.
    ...(filterSubject !== undefined && more.length === 0 && { filterSubject }),
  });
  for await (const batch of batches) {
    const events: FollowedEvent[] = [];
    for (const message of batch) {
      if (more.length > 0 && !filterSubjects.some((filter) => subjectMatches(filter, message.subject)))
        continue;
      const decoded = decodeCloudEvent(message.data);
      if (decoded.ok) events.push({ ...decoded.value, sequence: message.seq });
      else onError(new Error(`message ${message.seq} of ${service} is not an event: ${decoded.error}`));
    }
    if (events.length > 0) yield events;
  }
}

/** Whether a subject matches a filter with NATS wildcards: `*` for one token, a last `>` for one or more. */
export function subjectMatches(filter: string, subject: string): boolean {
  const wanted = filter.split('.');
  const tokens = subject.split('.');
  for (const [index, token] of wanted.entries()) {
    if (token === '>') return tokens.length > index;
    if (tokens[index] === undefined || (token !== '*' && token !== tokens[index])) return false;
  }
  return tokens.length === wanted.length;
}
