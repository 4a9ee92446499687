import type { JobState, MemberRole } from '../generated/operations.js';
import { hasEnded } from './job-filters.js';

export interface JobOfSomebody {
  readonly state: JobState;
  readonly deleted: boolean;
  readonly cancelRequested: boolean;
  readonly user: { readonly id: string } | null;
  readonly project: {
    readonly members: readonly {
      readonly memberRole: MemberRole;
      readonly user: { readonly id: string } | null;
    }[];
  } | null;
}

export type JobAction = 'approve' | 'reject' | 'cancel' | 'delete' | 'resubmit';

/** What the reader may do with a job as it is now; the server decides all the same. */
export function actionsOf(
  job: JobOfSomebody,
  reader: { readonly id: string; readonly role: string | null },
): readonly JobAction[] {
  const staff = reader.role === 'ADMIN' || reader.role === 'OPERATOR';
  const leads = (job.project?.members ?? []).some(
    ({ memberRole, user }) => memberRole === 'LEAD' && user?.id === reader.id,
  );
  const controls = staff || leads || job.user?.id === reader.id;
  const ended = hasEnded(job.state);
  const submits = reader.role !== 'AUDITOR';
  return [
    ...(staff && job.state === 'AWAITING_APPROVAL' ? (['approve', 'reject'] as const) : []),
    ...(submits ? (['resubmit'] as const) : []),
    ...(controls && !ended && !job.cancelRequested ? (['cancel'] as const) : []),
    ...(controls && ended && !job.deleted ? (['delete'] as const) : []),
  ];
}
