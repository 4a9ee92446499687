import { jetstreamManager } from '@nats-io/jetstream';
import { decodeCloudEvent } from '@berth/bus/cloud-event';
import type { Bus } from '@berth/bus/connection';
import { isStreamNotFound, parseCheckpoint } from '@berth/bus/event-stream';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import type { Checkpointer } from '@berth/service-host/process-store';

const JOB_EVENTS = subjects.event('scheduler', '*', 'job', '*', '>');

/**
 * Up to when all that the scheduler recorded has arrived here, in ms since the epoch. Events are published in their
 * order, so whatever was recorded before the newest published one is published too; it has arrived once the consumer of
 * jobs has passed the last event of a job. A refresh reads two messages, so it is made only while chunks wait.
 */
export class SchedulerWatermark {
  #upTo = 0;

  constructor(
    private readonly bus: Bus,
    private readonly checkpoints: Pick<Checkpointer, 'load'>,
    /** Checkpoint of the consumer of the scheduler's events of jobs. */
    private readonly consumer: string,
  ) {}

  get upTo(): number {
    return this.#upTo;
  }

  /** Where the bus is away, the value stays. */
  async refresh(): Promise<void> {
    if (!this.bus.connected) return;
    const newest = await this.#last(subjects.eventsOf('scheduler'));
    const ofJobs = await this.#last(JOB_EVENTS);
    const place = parseCheckpoint(await this.checkpoints.load(this.consumer));
    const decoded = newest && decodeCloudEvent(newest.data);
    if (!decoded?.ok || place.sequence < (ofJobs?.seq ?? 0)) return;
    this.#upTo = Math.max(this.#upTo, Date.parse(decoded.value.event.recordedAt));
  }

  async #last(subject: string) {
    const manager = await jetstreamManager(this.bus.nc, { checkAPI: false });
    try {
      return (await manager.streams.getMessage(STREAMS.scheduler, { last_by_subj: subject })) ?? undefined;
    } catch (error) {
      if (isStreamNotFound(error)) return undefined;
      throw error;
    }
  }
}
