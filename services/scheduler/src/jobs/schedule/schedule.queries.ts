import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { schedulesQuery, ScheduleView } from '@berth/contracts/scheduler/schedule';
import { may } from '@berth/contracts/permissions';
import type { Clock } from '@berth/kernel/clock';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import type { Identity } from '@berth/service-host/operation';
import { queryPage } from '@berth/service-host/paging';
import type { Visibility } from '../../facts/visibility.js';
import { inOrder, listConditions } from '../views/list-conditions.js';
import { schedulesView, toScheduleView, type ScheduleDocument } from './schedule.view.js';

/** Reads schedules. Who may see a project's jobs may see its schedules. */
export class ScheduleQueries {
  readonly #schedules: Collection<ScheduleDocument>;

  constructor(
    readModels: ReadModels,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
  ) {
    this.#schedules = readModels.collection<ScheduleDocument>(schedulesView.collection);
  }

  async byIds(identity: Identity, ids: readonly string[]): Promise<readonly ScheduleView[]> {
    const stored = await this.#schedules.getMany(ids);
    return stored
      .filter(({ document }) => this.visibility.ofJob(identity, document))
      .map(({ document }) => this.view(document));
  }

  async projectOf(scheduleId: string): Promise<string | undefined> {
    return (await this.#schedules.get(scheduleId))?.document.projectId;
  }

  async page(identity: Identity, input: InputOf<typeof schedulesQuery>): Promise<PageOf<ScheduleView>> {
    const { projectId, userId } = input;
    const where: { [field: string]: Condition } = { ...listConditions(input) };
    if (!may(identity, 'readAll')) {
      const visible = this.visibility
        .projectsOf(identity.userId)
        .filter((id) => projectId === undefined || id === projectId);
      if (visible.length === 0)
        return { items: [], hasNextPage: false, hasPreviousPage: false, totalCount: 0 };
      where['projectId'] = { in: visible };
    } else if (projectId !== undefined) where['projectId'] = { eq: projectId };
    if (userId !== undefined) where['userId'] = { eq: userId };
    const sort = inOrder('createdAt', input.sort);
    return queryPage(this.#schedules, { where, sort }, input, ({ document }) => this.view(document));
  }

  view(document: ScheduleDocument): ScheduleView {
    return toScheduleView(document, this.clock.now());
  }
}
