import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type {
  AvailabilityView,
  CalendarView,
  MaintenanceView,
} from '@berth/contracts/scheduler/reservation.views';
import {
  availabilityQuery,
  calendarQuery,
  cancelMaintenance,
  maintenanceByIdQuery,
  maintenanceQuery,
  setMaintenance,
} from '@berth/contracts/scheduler/reservations';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { Availability } from './availability.js';
import { MaintenanceQueries } from './maintenance.queries.js';
import { MaintenanceWindows } from './maintenance-windows.js';
import { PoolCalendar } from './pool-calendar.js';

@Controller()
export class CalendarController {
  constructor(
    @Inject(Availability) private readonly available: Availability,
    @Inject(PoolCalendar) private readonly calendars: PoolCalendar,
    @Inject(MaintenanceWindows) private readonly windows: MaintenanceWindows,
    @Inject(MaintenanceQueries) private readonly maintenance: MaintenanceQueries,
  ) {}

  @Operation(availabilityQuery)
  async availability({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof availabilityQuery>>): Reply<AvailabilityView> {
    return ok({ result: await this.available.find(identity, input, meta.now) });
  }

  @Operation(calendarQuery)
  async calendar({ input, identity }: UserCall<InputOf<typeof calendarQuery>>): Reply<CalendarView> {
    return ok({ result: await this.calendars.show(identity, input) });
  }

  @Operation(setMaintenance)
  set(call: UserCall<InputOf<typeof setMaintenance>>): Reply<readonly MaintenanceView[]> {
    return this.windows.set(call);
  }

  @Operation(cancelMaintenance)
  cancel(call: UserCall<InputOf<typeof cancelMaintenance>>): Reply<readonly MaintenanceView[]> {
    return this.windows.cancel(call);
  }

  @Operation(maintenanceByIdQuery)
  async byIds({
    input,
    identity,
  }: UserCall<InputOf<typeof maintenanceByIdQuery>>): Reply<readonly MaintenanceView[]> {
    return ok({ result: await this.maintenance.byIds(identity, input.ids) });
  }

  @Operation(maintenanceQuery)
  async list({
    input,
    identity,
  }: UserCall<InputOf<typeof maintenanceQuery>>): Reply<PageOf<MaintenanceView>> {
    return ok({ result: await this.maintenance.page(identity, input) });
  }
}
