import { brandWithType } from '@pothos/core';
import DataLoader from 'dataloader';
import { projectsByIdQuery, usersByIdQuery } from '@berth/contracts/auth/operations';
import type { ProjectView, UserView } from '@berth/contracts/auth/views';
import { hostsByIdQuery, poolsByIdQuery } from '@berth/contracts/inventory/operations';
import type { HostView, PoolView } from '@berth/contracts/inventory/views';
import { arraysByIdQuery, type ArrayView } from '@berth/contracts/scheduler/array';
import { quarantinesQuery, type QuarantineView } from '@berth/contracts/scheduler/quarantine';
import { schedulesByIdQuery, type ScheduleView } from '@berth/contracts/scheduler/schedule';
import { workflowsByIdQuery, type WorkflowView } from '@berth/contracts/scheduler/workflow';
import { jobsByIdQuery, pendingQuery } from '@berth/contracts/scheduler/operations';
import type { MaintenanceView, ReservationView } from '@berth/contracts/scheduler/reservation.views';
import { maintenanceByIdQuery, reservationsByIdQuery } from '@berth/contracts/scheduler/reservations';
import type { JobView, PendingView } from '@berth/contracts/scheduler/views';
import { connectionsQuery, type ReservationConnection } from '@berth/contracts/scheduler/waitlist';
import { progressQuery, type JobProgress } from '@berth/contracts/telemetry/operations';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import type { Calls } from './calls.js';
import type { NodeType } from './ids.js';

type ById = OperationDefinition & { readonly service: string };
const MAX_IDS = 500;

/** A node knows its type by itself: two fields of a request may find the same one. */
function nodeLoader<T extends { readonly id: string }>(calls: Calls, operation: ById, type: NodeType) {
  const branded = (node: T): string => {
    brandWithType(node, type as never);
    return node.id;
  };
  return loader<T>(calls, operation, branded);
}

function loader<T>(calls: Calls, operation: ById, idOf: (value: T) => string): DataLoader<string, T | null> {
  return new DataLoader<string, T | null>(
    async (ids) => {
      const found = (await calls.query(operation, {
        ids,
      } as RawInputOf<ById>)) as ResultOf<ById> as readonly T[];
      const byId = new Map(found.map((value) => [idOf(value), value]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: MAX_IDS },
  );
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** Look-ups by id, batched per tick and cached per request. What the caller may not see is null. */
export class Loaders {
  constructor(private readonly calls: Calls) {}

  readonly users = lazily(() => nodeLoader<UserView>(this.calls, usersByIdQuery, 'User'));
  readonly projects = lazily(() => nodeLoader<ProjectView>(this.calls, projectsByIdQuery, 'Project'));
  readonly hosts = lazily(() => nodeLoader<HostView>(this.calls, hostsByIdQuery, 'Host'));
  readonly pools = lazily(() => nodeLoader<PoolView>(this.calls, poolsByIdQuery, 'Pool'));
  readonly jobs = lazily(() => nodeLoader<JobView>(this.calls, jobsByIdQuery, 'Job'));
  readonly reservations = lazily(() =>
    nodeLoader<ReservationView>(this.calls, reservationsByIdQuery, 'Reservation'),
  );
  readonly maintenance = lazily(() =>
    nodeLoader<MaintenanceView>(this.calls, maintenanceByIdQuery, 'Maintenance'),
  );
  readonly arrays = lazily(() => nodeLoader<ArrayView>(this.calls, arraysByIdQuery, 'JobArray'));
  readonly workflows = lazily(() => nodeLoader<WorkflowView>(this.calls, workflowsByIdQuery, 'Workflow'));
  readonly schedules = lazily(() => nodeLoader<ScheduleView>(this.calls, schedulesByIdQuery, 'Schedule'));
  readonly pending = lazily(() => loader<PendingView>(this.calls, pendingQuery, (pending) => pending.jobId));
  readonly connections = lazily(() =>
    loader<ReservationConnection>(this.calls, connectionsQuery, (connection) => connection.reservationId),
  );
  /** By host. */
  readonly quarantines = lazily(() =>
    loader<QuarantineView>(this.calls, quarantinesQuery, (quarantine) => quarantine.hostId),
  );
  readonly progress = lazily(() =>
    loader<JobProgress>(this.calls, progressQuery, (progress) => progress.jobId),
  );
}
