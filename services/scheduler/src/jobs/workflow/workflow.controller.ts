import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import {
  cancelWorkflow,
  rerunWorkflow,
  submitWorkflow,
  workflowsByIdQuery,
  workflowsQuery,
  type WorkflowView,
} from '@berth/contracts/scheduler/workflow';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { WorkflowQueries } from './workflow.queries.js';
import { Workflows } from './workflows.js';

@Controller()
export class WorkflowController {
  constructor(
    @Inject(Workflows) private readonly workflows: Workflows,
    @Inject(WorkflowQueries) private readonly queries: WorkflowQueries,
  ) {}

  @Operation(submitWorkflow)
  submit(call: UserCall<InputOf<typeof submitWorkflow>>): Reply<WorkflowView> {
    return this.workflows.submit(call);
  }

  @Operation(cancelWorkflow)
  cancel(call: UserCall<InputOf<typeof cancelWorkflow>>): Reply<WorkflowView> {
    return this.workflows.cancel(call);
  }

  @Operation(rerunWorkflow)
  rerun(call: UserCall<InputOf<typeof rerunWorkflow>>): Reply<WorkflowView> {
    return this.workflows.rerun(call);
  }

  @Operation(workflowsByIdQuery)
  async byId({
    input,
    identity,
  }: UserCall<InputOf<typeof workflowsByIdQuery>>): Reply<readonly WorkflowView[]> {
    return ok({ result: await this.queries.byIds(identity, input.ids) });
  }

  @Operation(workflowsQuery)
  async page({ input, identity }: UserCall<InputOf<typeof workflowsQuery>>): Reply<PageOf<WorkflowView>> {
    return ok({ result: await this.queries.page(identity, input) });
  }
}
