import type { InputOf } from '@berth/contracts/define';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import type { DecisionView, decideRequests } from '@berth/contracts/scheduler/requests';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { uuidFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { JobCommand, Job } from '../../jobs/job/job.js';
import { jobStream, requestStream } from '../../streams.js';
import type { RequestCommand, Request } from './request.js';

type Input = InputOf<typeof decideRequests>;
type Outcome = Result<{ readonly position?: Position }, Rejection>;
type Kind = 'request' | 'job';
type Decided = { readonly view: DecisionView; readonly position?: Position };

/**
 * Decides on many at once, each by its own command: repeated after a partial failure, it decides the remaining ones
 * and answers for the others as before.
 */
export class Decisions {
  constructor(
    private readonly requests: Aggregates<Request, RequestCommand, RequestEvent>,
    private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
  ) {}

  /** @returns the decisions in the order of the ids, and the position of the last event of all */
  async decide(
    input: Input,
    meta: CommandMeta,
  ): Promise<{ readonly views: readonly DecisionView[]; readonly position?: Position }> {
    const each = await Promise.all([...new Set(input.ids)].map((id) => this.#one(id, input, meta)));
    const last = each.map(({ position = '' }) => position).reduce((a, b) => (a > b ? a : b));
    return { views: each.map(({ view }) => view), ...(last === '' ? {} : { position: last }) };
  }

  async #one(id: string, input: Input, meta: CommandMeta): Promise<Decided> {
    const kind = await this.#kindOf(id);
    const outcome = kind === undefined ? NOT_FOUND : await this.#carryOut(kind, id, input, ownMeta(meta, id));
    const of = kind === undefined ? { id } : { id, kind };
    if (!outcome.ok) {
      const { code, message } = outcome.error;
      return { view: { ...of, refusal: { code, message } } };
    }
    const { position } = outcome.value;
    return { view: of, ...defined({ position }) };
  }

  async #kindOf(id: string): Promise<Kind | undefined> {
    const { state: request } = await this.requests.load(requestStream(id), { fresh: true });
    if (request.status !== 'none') return 'request';
    const { state: job } = await this.jobs.load(jobStream(id), { fresh: true });
    return job.status === 'none' ? undefined : 'job';
  }

  #carryOut(kind: Kind, id: string, { decision, reason }: Input, meta: CommandMeta): Promise<Outcome> {
    const why = defined({ reason });
    const command =
      decision === 'approve'
        ? ({ type: 'approve', now: meta.now, ...why } as const)
        : ({ type: 'reject', reason: reason ?? '', now: meta.now } as const);
    return kind === 'request'
      ? this.requests.execute(requestStream(id), command, meta)
      : this.jobs.execute(jobStream(id), command, meta);
  }
}

/** One command per stream: the history of each names it. */
const ownMeta = (meta: CommandMeta, id: string): CommandMeta => ({
  ...meta,
  commandId: uuidFromName('decide', meta.commandId, id),
});

const NOT_FOUND: Outcome = err(reject('NOT_FOUND', 'there is no such request or job', 'ids'));
