import type { InputOf } from '@berth/contracts/define';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import type { GpuRequestView, requestGpus } from '@berth/contracts/scheduler/requests';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates, Executed } from '@berth/service-host/aggregates';
import type { Reply, UserCall } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import { choosePool, findProject } from '../../facts/project-and-pool.js';
import { demandOf } from '../../placement/demand.js';
import type { Policies } from '../../queue/policy/policies.js';
import { requestStream } from '../../streams.js';
import { admitRequest } from './admit.js';
import type { RequestCommand, SubmitRequest, Request } from './request.js';
import { evolveRequestView } from './requests.view.js';

type SubmitCall = UserCall<InputOf<typeof requestGpus>>;
type Outcome = Result<Executed<Request, RequestEvent>, Rejection>;

/** Takes requests in; the same answer however often one is sent. */
export class Requests {
  constructor(
    private readonly aggregates: Aggregates<Request, RequestCommand, RequestEvent>,
    private readonly facts: Facts,
    private readonly policies: Policies,
  ) {}

  async submit(call: SubmitCall): Reply<GpuRequestView> {
    const outcome = await this.#carryOut(call);
    if (!outcome.ok) return outcome;
    const { events, position } = outcome.value;
    const view = events.reduce<GpuRequestView | undefined>(evolveRequestView, undefined);
    if (!view) throw new Error('a request was made without an event');
    return ok({ result: view, ...defined({ position }) });
  }

  /** What was taken in before is answered as then, though it might not be taken in now. */
  async #carryOut(call: SubmitCall): Promise<Outcome> {
    const stream = requestStream(requestIdOf(call));
    const earlier = await this.aggregates.earlier(stream, call.meta);
    if (earlier) return earlier;
    const intent = this.#admit(call);
    if (!intent.ok) return intent;
    return this.aggregates.execute(stream, intent.value, call.meta, { expectNew: true });
  }

  #admit(call: SubmitCall): Result<SubmitRequest, Rejection> {
    const { input, identity, meta } = call;
    const { userId } = identity;
    const user = this.facts.users.get(userId);
    if (user && user.status !== 'active') return err(reject('FORBIDDEN', 'your account is not active'));
    const project = findProject(this.facts, identity, input.project);
    if (!project.ok) return project;
    const { projectId } = project.value;
    const chosen = choosePool(this.facts, identity, projectId, input.pool);
    if (!chosen.ok) return chosen;
    const { pool, entitlement } = chosen.value;
    const { poolId } = pool;
    const { pool: _, project: __, ...wanted } = input;
    const demand = demandOf({ gpus: input.gpus, class: 'training' }, entitlement.devices);
    const refusal = admitRequest({
      input,
      entitlement,
      policy: this.policies.of(poolId).reservations,
      hosts: this.facts.hostsOf(poolId),
      demand,
      now: meta.now,
    });
    if (refusal) return err(refusal);
    return ok({
      type: 'submit',
      requestId: requestIdOf(call),
      ...wanted,
      projectId,
      userId,
      poolId,
      grantPriority: entitlement.priority,
      approvalRequired: pool.approval,
      now: meta.now,
    });
  }
}

const requestIdOf = ({ meta }: SubmitCall): string => idFromName('request', meta.commandId);
