import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { jobQuery, jobsByIdQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { JobQueries } from './job.queries.js';

@Controller()
export class QueryController {
  constructor(@Inject(JobQueries) private readonly jobs: JobQueries) {}

  @Operation(jobQuery)
  async job({ input, identity }: UserCall<InputOf<typeof jobQuery>>): Reply<JobView | null> {
    return ok({ result: await this.jobs.one(identity, input) });
  }

  @Operation(jobsByIdQuery)
  async jobsById({ input, identity }: UserCall<InputOf<typeof jobsByIdQuery>>): Reply<readonly JobView[]> {
    return ok({ result: await this.jobs.byIds(identity, input.ids) });
  }

  @Operation(jobsQuery)
  async page({ input, identity }: UserCall<InputOf<typeof jobsQuery>>): Reply<PageOf<JobView>> {
    return ok({ result: await this.jobs.page(identity, input) });
  }
}
