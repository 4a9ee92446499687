import type { Bus } from '@berth/bus/connection';
import type { Log } from '@berth/bus/log';
import { CalendarNotifier } from './calendar-notifier.js';
import { CalendarChanges } from './calendar-changes.js';
import { HostSamples } from './host-samples.js';
import { JobEventFeed } from './job-event-feed.js';
import { JobEvents } from './job-events.js';
import { JobOutput } from './job-output.js';
import { Memberships } from './memberships.js';
import { QueueChanges } from './queue-changes.js';
import { OutputNotifiers } from './output-notifiers.js';
import { RightsChanges } from './rights-changes.js';
import { SampleFeed } from './sample-feed.js';

/** What subscriptions read. Each feed is followed once, whatever the number of its readers. */
export interface Live {
  readonly jobEvents: JobEvents;
  readonly output: JobOutput;
  readonly samples: HostSamples;
  readonly calendars: CalendarChanges;
  readonly queues: QueueChanges;
  readonly memberships: Memberships;
  readonly rights: RightsChanges;
}

export function startLive(bus: Bus, log: Log, signal: AbortSignal): Live {
  const feed = new JobEventFeed(bus, log, signal);
  const rights = new RightsChanges();
  void rights.followInventory(bus, log, signal);
  return {
    jobEvents: new JobEvents(bus, feed, log),
    queues: new QueueChanges(feed),
    output: new JobOutput(new OutputNotifiers(bus)),
    calendars: new CalendarChanges(new CalendarNotifier(bus, log, signal)),
    samples: new HostSamples(new SampleFeed(bus, log)),
    memberships: new Memberships(),
    rights,
  };
}
