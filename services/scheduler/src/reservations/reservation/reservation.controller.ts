import { defined } from '@berth/kernel/defined';
import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { ReservationView } from '@berth/contracts/scheduler/reservation.views';
import {
  cancelReservation,
  changeReservation,
  extendReservation,
  releaseReservation,
  reservationsByIdQuery,
  reservationsQuery,
  reserve,
} from '@berth/contracts/scheduler/reservations';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { Operation, orReject, type Reply, type UserCall } from '@berth/service-host/operation';
import { ReservationChanges } from './reservation-changes.js';
import { ReservationQueries } from './reservation.queries.js';
import { Reservations } from './reservations.js';

@Controller()
export class ReservationController {
  constructor(
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(ReservationChanges) private readonly changes: ReservationChanges,
    @Inject(ReservationQueries) private readonly queries: ReservationQueries,
  ) {}

  @Operation(reserve)
  reserve(call: UserCall<InputOf<typeof reserve>>): Reply<readonly ReservationView[]> {
    return this.reservations.reserve(call);
  }

  @Operation(changeReservation)
  async change({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof changeReservation>>): Reply<ReservationView> {
    const { reservationId, reason, ...wanted } = input;
    const change = await this.changes.change(identity, reservationId, wanted, meta.now);
    return one(this.reservations.change(identity, change.poolId, [{ ...change, ...because(reason) }], meta));
  }

  @Operation(extendReservation)
  async extend({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof extendReservation>>): Reply<ReservationView> {
    const { reservationId, minutes, reason } = input;
    const change = await this.changes.change(identity, reservationId, { extendMinutes: minutes }, meta.now);
    return one(this.reservations.change(identity, change.poolId, [{ ...change, ...because(reason) }], meta));
  }

  @Operation(releaseReservation)
  async release({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof releaseReservation>>): Reply<ReservationView> {
    const { reservationId, reason } = input;
    const { poolId } = await this.changes.mustControl(identity, reservationId);
    const end = { type: 'endReservation', poolId, reservationId, cause: 'released', now: meta.now } as const;
    return one(this.reservations.change(identity, poolId, [{ ...end, ...because(reason) }], meta));
  }

  @Operation(cancelReservation)
  async cancel({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof cancelReservation>>): Reply<readonly ReservationView[]> {
    const { poolId, ids } = await this.changes.cancelled(identity, input);
    const why = because(input.reason);
    const ends = ids.map(
      (reservationId) =>
        ({
          type: 'endReservation',
          poolId,
          reservationId,
          cause: 'cancelled',
          ...why,
          now: meta.now,
        }) as const,
    );
    return this.reservations.change(identity, poolId, ends, meta);
  }

  @Operation(reservationsByIdQuery)
  async byIds({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof reservationsByIdQuery>>): Reply<readonly ReservationView[]> {
    if (isToCome(input.asOf, meta.now)) return err(NOT_PAST);
    return ok({ result: await this.queries.byIds(identity, input.ids, input.asOf) });
  }

  @Operation(reservationsQuery)
  async page({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof reservationsQuery>>): Reply<PageOf<ReservationView>> {
    if (isToCome(input.asOf, meta.now)) return err(NOT_PAST);
    return ok({ result: await this.queries.page(identity, input) });
  }
}

const NOT_PAST = reject('VALIDATION_FAILED', 'asOf: must be an instant in the past', 'asOf');
const isToCome = (instant: string | undefined, now: string): boolean =>
  instant !== undefined && instant > now;

const because = (reason: string | undefined): { readonly reason?: string } => defined({ reason });

async function one(reply: Reply<readonly ReservationView[]>): Reply<ReservationView> {
  const { result, ...rest } = orReject(await reply);
  const [view] = result;
  if (!view) throw new Error('a reservation was changed that no view knows');
  return ok({ result: view, ...rest });
}
