import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import type { FollowedEvent } from '@berth/bus/follow-events';
import { messageOf, type Log } from '@berth/bus/log';
import { jobEvents } from '@berth/contracts/scheduler/events';
import { subjects } from '@berth/contracts/subjects';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { JobEventFeed } from './job-event-feed.js';
import type { LiveJobEvent } from './live-items.js';
import { Semaphore } from './semaphore.js';
import { readStored } from './stored-job-events.js';

/** A place in the stream of job events, opaque to clients. */
const cursorOf = (sequence: number): string => `e${sequence.toString(36)}`;

function sequenceOf(cursor: string): number | undefined {
  if (!/^e[0-9a-z]{1,11}$/.test(cursor)) return undefined;
  const sequence = parseInt(cursor.slice(1), 36);
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}

export interface JobEventFilter {
  readonly projectId?: string;
  readonly jobId?: string;
  /** A cursor. */
  readonly after?: string;
}

const OF_JOBS = new Set<string>(Object.values(jobEvents).map(({ type }) => type));
/** Maximum number of concurrent readers of stored events: after a restart all clients reconnect together. */
const MAX_READERS = 16;
const RETRY_MS = 500;

/** Job events from a cursor on: first what is stored, then as they are published. */
export class JobEvents {
  readonly #readers = new Semaphore(MAX_READERS);

  constructor(
    private readonly bus: Bus,
    private readonly feed: JobEventFeed,
    private readonly log: Log,
  ) {}

  /**
   * Without a cursor, one job's events begin with its first, all others' with the next.
   * @throws RejectedError where `after` is no cursor
   */
  async *follow(
    filter: JobEventFilter,
    maySee: (projectId: string) => boolean,
    signal: AbortSignal,
  ): AsyncGenerator<LiveJobEvent, void, void> {
    const { feed } = this;
    using _subscription = feed.join();
    while (feed.floor === Infinity && !signal.aborted) await feed.notifier.wait(signal);
    let position = this.#start(filter);
    while (!signal.aborted) {
      if (position < feed.floor) {
        const head = feed.head;
        const stored = await this.#stored(position, filter, signal);
        for (const event of stored.events) if (passes(event, filter, maySee)) yield toLive(event);
        position = stored.complete ? Math.max(stored.last, head) : stored.last;
        continue;
      }
      const event = feed.after(position);
      if (!event) {
        await feed.notifier.wait(signal);
        continue;
      }
      position = event.sequence;
      if (passes(event, filter, maySee)) yield toLive(event);
    }
  }

  #start({ after, jobId }: JobEventFilter): number {
    if (after === undefined) return jobId === undefined ? this.feed.head : 0;
    const sequence = sequenceOf(after);
    if (sequence === undefined) {
      throw new RejectedError(
        reject('VALIDATION_FAILED', 'after: is not a valid cursor for this list', 'after'),
      );
    }
    return sequence;
  }

  /** Retries while the bus is unavailable. */
  async #stored(position: number, { projectId = '*', jobId = '*' }: JobEventFilter, signal: AbortSignal) {
    const subject = subjects.event('scheduler', projectId, 'job', jobId, '>');
    while (!signal.aborted) {
      try {
        return await this.#readers.run(() => readStored(this.bus, position, subject));
      } catch (error) {
        this.log.warn({ error: messageOf(error) }, 'stored job events are temporarily unavailable');
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return { events: [], last: position, complete: false };
  }
}

function passes(
  { event }: FollowedEvent,
  { projectId, jobId }: JobEventFilter,
  maySee: (projectId: string) => boolean,
): boolean {
  const { data } = event;
  return (
    OF_JOBS.has(event.type) &&
    (projectId === undefined || data['projectId'] === projectId) &&
    (jobId === undefined || data['jobId'] === jobId) &&
    maySee(String(data['projectId']))
  );
}

const toLive = ({ event, sequence }: FollowedEvent): LiveJobEvent => ({ cursor: cursorOf(sequence), event });
