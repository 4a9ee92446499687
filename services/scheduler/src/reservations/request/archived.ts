import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import type { ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import { requestStream } from '../../streams.js';
import type { RequestCommand, Request } from './request.js';
import { requestsView, type RequestDocument } from './requests.view.js';

interface Parts {
  readonly requests: Aggregates<Request, RequestCommand, RequestEvent>;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  /** Resolves when the views have seen all that is stored. */
  readonly untilCurrent: () => Promise<void>;
}

const NAME = 'requests-of-archived-projects';

/** Rejects pending requests of an archived project, so that approvers do not decide on what could not run. */
export const rejectOfArchived =
  ({ requests, readModels, clock, untilCurrent }: Parts) =>
  async (event: RecordedEvent): Promise<void> => {
    if (event.type !== 'auth.project.archived.v1') return;
    await untilCurrent();
    const collection = readModels.collection<RequestDocument>(requestsView.collection);
    const where = { state: { eq: 'awaitingApproval' } };
    for await (const { document } of everyDocument(collection, { where })) {
      const { id, kind, projectId } = document;
      if (kind !== 'request' || projectId !== event.data['projectId']) continue;
      const now = clock.now();
      const meta = causedBy(NAME, event, 'scheduler.request.reject.v1', now, id);
      // One that was decided meanwhile refuses, and stays as it is.
      const command = { type: 'reject', reason: 'its project is archived', now } as const;
      await requests.execute(requestStream(id), command, meta);
    }
  };
