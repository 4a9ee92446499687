import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import {
  createSchedule,
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  schedulesByIdQuery,
  schedulesQuery,
  updateSchedule,
  type ScheduleView,
} from '@berth/contracts/scheduler/schedule';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { ScheduleQueries } from './schedule.queries.js';
import { Schedules } from './schedules.js';

@Controller()
export class ScheduleController {
  constructor(
    @Inject(Schedules) private readonly schedules: Schedules,
    @Inject(ScheduleQueries) private readonly queries: ScheduleQueries,
  ) {}

  @Operation(createSchedule)
  create(call: UserCall<InputOf<typeof createSchedule>>): Reply<ScheduleView> {
    return this.schedules.create(call);
  }

  @Operation(updateSchedule)
  update(call: UserCall<InputOf<typeof updateSchedule>>): Reply<ScheduleView> {
    return this.schedules.update(call);
  }

  @Operation(pauseSchedule)
  pause(call: UserCall<InputOf<typeof pauseSchedule>>): Reply<ScheduleView> {
    return this.schedules.pause(call);
  }

  @Operation(resumeSchedule)
  resume(call: UserCall<InputOf<typeof resumeSchedule>>): Reply<ScheduleView> {
    return this.schedules.resume(call);
  }

  @Operation(deleteSchedule)
  delete(call: UserCall<InputOf<typeof deleteSchedule>>): Reply<null> {
    return this.schedules.delete(call);
  }

  @Operation(schedulesByIdQuery)
  async byId({
    input,
    identity,
  }: UserCall<InputOf<typeof schedulesByIdQuery>>): Reply<readonly ScheduleView[]> {
    return ok({ result: await this.queries.byIds(identity, input.ids) });
  }

  @Operation(schedulesQuery)
  async page({ input, identity }: UserCall<InputOf<typeof schedulesQuery>>): Reply<PageOf<ScheduleView>> {
    return ok({ result: await this.queries.page(identity, input) });
  }
}
