import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import type { Clock } from '@berth/kernel/clock';
import { uuidFromName } from '@berth/kernel/ids';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import { systemCommand } from '@berth/service-host/command-meta';
import { scheduleStream } from '../../streams.js';
import type { InMemoryView } from '@berth/read-models/in-memory-view';
import type { ScheduleCommand, Schedule } from './schedule.js';
import type { ScheduleDocument } from './schedule.view.js';
import { dueAt, timesAfter } from './timing.js';

export interface SchedulePollerParts {
  readonly schedules: Aggregates<Schedule, ScheduleCommand, ScheduleEvent>;
  readonly table: InMemoryView<ScheduleDocument>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Polls the clock and fires what is due. What has fired is in the log, so after a restart, a delay or a clock change
 * it knows what is left.
 */
export class SchedulePoller {
  /** When each schedule is to be checked next, and the state for which that was computed. */
  readonly #next = new Map<string, { readonly key: string; readonly at: string | undefined }>();

  constructor(private readonly parts: SchedulePollerParts) {}

  async tick(): Promise<void> {
    const { table, clock, log } = this.parts;
    const now = clock.now();
    for (const [scheduleId, { schedule }] of table.entries()) {
      if (schedule.status !== 'active') continue;
      const { facts, handledUpTo } = schedule;
      const key = `${handledUpTo} ${facts.cron} ${facts.timeZone} ${facts.until ?? ''}`;
      let next = this.#next.get(scheduleId);
      if (next?.key !== key) {
        next = { key, at: timesAfter(facts, handledUpTo, 1)[0] };
        this.#next.set(scheduleId, next);
      }
      if (next.at === undefined || next.at > now) continue;
      const due = dueAt({ ...facts, handledUpTo }, now);
      if (due === undefined) continue;
      await this.#fire(scheduleId, due, now).catch((error: unknown) =>
        log.error({ err: error, scheduleId }, 'a schedule did not fire; retrying'),
      );
    }
    for (const scheduleId of this.#next.keys()) if (!table.get(scheduleId)) this.#next.delete(scheduleId);
  }

  async #fire(scheduleId: string, due: string, now: string): Promise<void> {
    const name = 'scheduler.schedule.fire.v1';
    const commandId = uuidFromName('process', 'schedules', scheduleId, due);
    const meta: CommandMeta = { ...systemCommand('schedules', name, now), commandId, causationId: commandId };
    const command = { type: 'fire', dueAt: due, now } as const;
    const fired = await this.parts.schedules.execute(scheduleStream(scheduleId), command, meta);
    if (!fired.ok && fired.error.code !== 'NOT_FOUND') throw new Error(fired.error.message);
  }
}
