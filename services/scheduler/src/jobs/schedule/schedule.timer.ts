import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import type { Clock } from '@berth/kernel/clock';
import { uuidFromName } from '@berth/kernel/ids';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import { ownCommand } from '@berth/service-host/command-meta';
import { scheduleStream } from '../../streams.js';
import type { LiveTable } from '@berth/read-models/live-table';
import type { ScheduleCommand } from './schedule.commands.js';
import type { Schedule } from './schedule.js';
import type { ScheduleDocument } from './schedule.view.js';
import { dueAt, timesAfter } from './timing.js';

export interface TimerParts {
  readonly schedules: Aggregates<Schedule, ScheduleCommand, ScheduleEvent>;
  readonly table: LiveTable<ScheduleDocument>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Looks at the clock again and again, and fires what is due. What has fired is in the log, so a timer that starts, that
 * is late or whose clock steps knows what is left.
 */
export class ScheduleTimer {
  /** When each schedule is to be looked at next, as of what its times were reckoned from. */
  readonly #next = new Map<string, { readonly key: string; readonly at: string | undefined }>();

  constructor(private readonly parts: TimerParts) {}

  async tick(): Promise<void> {
    const { table, clock, log } = this.parts;
    const now = clock.now();
    for (const [scheduleId, { schedule }] of table.entries()) {
      if (schedule.status !== 'active') continue;
      const { facts, settledUpTo } = schedule;
      const key = `${settledUpTo} ${facts.cron} ${facts.timeZone} ${facts.until ?? ''}`;
      let next = this.#next.get(scheduleId);
      if (next?.key !== key) {
        next = { key, at: timesAfter(facts, settledUpTo, 1)[0] };
        this.#next.set(scheduleId, next);
      }
      if (next.at === undefined || next.at > now) continue;
      const due = dueAt({ ...facts, settledUpTo }, now);
      if (due === undefined) continue;
      await this.fire(scheduleId, due, now).catch((error: unknown) =>
        log.error({ err: error, scheduleId }, 'a schedule did not fire, and is tried again'),
      );
    }
    for (const scheduleId of this.#next.keys()) if (!table.get(scheduleId)) this.#next.delete(scheduleId);
  }

  private async fire(scheduleId: string, due: string, now: string): Promise<void> {
    const name = 'scheduler.schedule.fire.v1';
    const commandId = uuidFromName('process', 'schedules', scheduleId, due);
    const meta: CommandMeta = { ...ownCommand('schedules', name, now), commandId, causationId: commandId };
    const command = { kind: 'fire', dueAt: due, now } as const;
    const fired = await this.parts.schedules.execute(scheduleStream(scheduleId), command, meta);
    if (!fired.ok && fired.error.code !== 'NOT_FOUND') throw new Error(fired.error.message);
  }
}
