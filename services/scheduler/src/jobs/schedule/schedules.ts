import type { InputOf } from '@berth/contracts/define';
import type {
  createSchedule,
  pauseSchedule,
  resumeSchedule,
  ScheduleEvent,
  ScheduleTarget,
  ScheduleView,
  updateSchedule,
} from '@berth/contracts/scheduler/schedule';
import { type EventStore, readAs } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Identity, Reply, UserCall } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import { findProjects } from '../../facts/project-and-pool.js';
import { mustControl } from '../../facts/control.js';
import { within, type Planning } from '../origin/planning.js';
import { scheduleStream } from '../../streams.js';
import type { Workflows } from '../workflow/workflows.js';
import type { ScheduleChange, ScheduleCommand, ExistingSchedule, Schedule } from './schedule.js';
import type { ScheduleQueries } from './schedule.queries.js';
import { evolveScheduleDocument, type ScheduleDocument } from './schedule.view.js';
import type { InMemoryView } from '@berth/read-models/in-memory-view';
import { checkTiming } from './timing.js';

type CreateCall = UserCall<InputOf<typeof createSchedule>>;
type What = Pick<CreateCall['input'], 'job' | 'workflow'>;

export interface SchedulesParts {
  readonly schedules: Aggregates<Schedule, ScheduleCommand, ScheduleEvent>;
  readonly store: EventStore;
  readonly planning: Planning;
  readonly workflows: Workflows;
  readonly facts: Facts;
  readonly queries: ScheduleQueries;
  readonly table: InMemoryView<ScheduleDocument>;
  readonly limits: { readonly minSeconds: number; readonly perUser: number };
}

/** What people do with schedules. */
export class Schedules {
  /** Taken in and not in the view yet, by their owners. */
  readonly #fresh = new Map<string, string>();

  constructor(private readonly parts: SchedulesParts) {}

  async create(call: CreateCall): Reply<ScheduleView> {
    const { input, meta } = call;
    const command = await this.#planned(call);
    if (command.ok) {
      const { scheduleId, userId } = command.value;
      const isKnown = await this.parts.schedules.earlier(scheduleStream(scheduleId), meta);
      const tooMany = isKnown ? undefined : this.#tooManyOf(userId);
      if (tooMany) return err(tooMany);
      this.#fresh.set(scheduleId, userId);
      const created = await this.#carryOut(scheduleId, command.value, meta, true);
      if (!created.ok) this.#fresh.delete(scheduleId);
      return created;
    }
    // What was taken in before is answered as then, though it might not be taken in now.
    for (const { projectId } of findProjects(this.parts.facts, input.project)) {
      const scheduleId = scheduleIdOf(meta.commandId, projectId, input.externalId);
      if (await this.parts.schedules.earlier(scheduleStream(scheduleId), meta))
        return this.#answer(scheduleId);
    }
    return command;
  }

  /** Only the owner may change a schedule that runs on their behalf. */
  async update({ input, identity, meta }: UserCall<InputOf<typeof updateSchedule>>): Reply<ScheduleView> {
    const { scheduleId, job, workflow, until, ...settings } = input;
    const { facts } = await this.#mine(identity, scheduleId);
    if (facts.userId !== identity.userId)
      return err(reject('FORBIDDEN', 'only the owner of a schedule may change it', 'scheduleId'));
    const change: ScheduleChange = {
      ...settings,
      ...(until === null ? { cleared: ['until'] } : defined({ until })),
    };
    const timing = { ...facts, ...settings };
    const { minSeconds } = this.parts.limits;
    const wrong = checkTiming(
      {
        cron: timing.cron ?? facts.cron,
        timeZone: timing.timeZone ?? facts.timeZone,
        // undefined: as it was
        until: until === null ? undefined : (until ?? facts.until),
      },
      meta.now,
      // One that was taken in before there was a limit may be changed in other ways.
      settings.cron === undefined || settings.cron === facts.cron ? 0 : minSeconds,
    );
    if (wrong) return err(wrong);
    if (job === undefined && workflow === undefined)
      return this.#carryOut(scheduleId, { type: 'change', change, now: meta.now }, meta);
    const target = await this.#targetOf(
      { job, workflow },
      { ...facts, ...change, name: change.name ?? facts.name },
      identity,
      meta.now,
    );
    if (!target.ok) return target;
    const whole = { ...change, target: target.value.target };
    return this.#carryOut(scheduleId, { type: 'change', change: whole, now: meta.now }, meta);
  }

  async pause({ input, identity, meta }: UserCall<InputOf<typeof pauseSchedule>>): Reply<ScheduleView> {
    await this.#mine(identity, input.scheduleId);
    const why = defined({ reason: input.reason });
    return this.#carryOut(input.scheduleId, { type: 'pause', cause: 'request', now: meta.now, ...why }, meta);
  }

  async resume({ input, identity, meta }: UserCall<InputOf<typeof resumeSchedule>>): Reply<ScheduleView> {
    await this.#mine(identity, input.scheduleId);
    return this.#carryOut(input.scheduleId, { type: 'resume', now: meta.now }, meta);
  }

  async delete({ input, identity, meta }: UserCall<InputOf<typeof resumeSchedule>>): Reply<null> {
    await this.#mine(identity, input.scheduleId);
    const stream = scheduleStream(input.scheduleId);
    const deleted = await this.parts.schedules.execute(stream, { type: 'delete' }, meta);
    if (!deleted.ok) return deleted;
    this.#fresh.delete(input.scheduleId);
    const { position } = deleted.value;
    return ok({ result: null, ...defined({ position }) });
  }

  #tooManyOf(userId: string): Rejection | undefined {
    const { table, limits } = this.parts;
    let has = 0;
    for (const each of table.values()) if (each.userId === userId) has += 1;
    for (const [scheduleId, owner] of this.#fresh) {
      if (table.get(scheduleId)) this.#fresh.delete(scheduleId);
      else if (owner === userId) has += 1;
    }
    if (has < limits.perUser) return undefined;
    const message = `you have ${has} schedules, and at most ${limits.perUser} are allowed; delete some`;
    return reject('QUOTA_EXCEEDED', message, undefined, { limit: limits.perUser, actual: has });
  }

  async #planned({
    input,
    identity,
    meta,
  }: CreateCall): Promise<Result<Extract<ScheduleCommand, { type: 'create' }>, Rejection>> {
    const { name, project, cron, timeZone, until, catchUp, overlap, enabled, externalId } = input;
    const wrong = checkTiming({ cron, timeZone, until }, meta.now, this.parts.limits.minSeconds);
    if (wrong) return err(wrong);
    const target = await this.#targetOf(input, { name, projectId: project }, identity, meta.now);
    if (!target.ok) return target;
    const { projectId } = target.value;
    return ok({
      type: 'create',
      scheduleId: scheduleIdOf(meta.commandId, projectId, externalId),
      projectId,
      userId: identity.userId,
      name,
      cron,
      timeZone,
      catchUp,
      overlap,
      target: target.value.target,
      enabled,
      now: meta.now,
      ...defined({ until, externalId }),
    });
  }

  /** Admitted as if it were submitted now. */
  async #targetOf(
    { job, workflow }: What,
    { name, projectId: project }: { readonly name: string; readonly projectId: string },
    identity: Identity,
    now: string,
  ): Promise<Result<{ readonly projectId: string; readonly target: ScheduleTarget }, Rejection>> {
    if ((job === undefined) === (workflow === undefined))
      return err(reject('VALIDATION_FAILED', 'job: give either a job or a workflow', 'job'));
    if (job !== undefined) {
      const planned = await this.parts.planning.plan({ ...job, name, project }, identity, now);
      if (!planned.ok) return err(inside('job.', planned.error));
      const { intent, template } = planned.value;
      return ok({ projectId: intent.projectId, target: { kind: 'job', job: template } });
    }
    const planned = await this.parts.workflows.plan(
      { ...(workflow as NonNullable<typeof workflow>), name, project },
      identity,
      now,
    );
    if (!planned.ok) return err(inside('workflow.', planned.error));
    const { projectId, nodes, description } = planned.value;
    const what = defined({ description });
    return ok({ projectId, target: { kind: 'workflow', nodes: [...nodes], ...what } });
  }

  async #mine(identity: Identity, scheduleId: string): Promise<ExistingSchedule> {
    const { state } = await this.parts.schedules.load(scheduleStream(scheduleId), { fresh: true });
    const there = state.status === 'none' || state.status === 'deleted' ? undefined : state;
    mustControl(this.parts.facts, identity, there?.facts, 'schedule');
    return there as ExistingSchedule;
  }

  async #carryOut(
    scheduleId: string,
    command: ScheduleCommand,
    meta: CommandMeta,
    expectNew = false,
  ): Reply<ScheduleView> {
    const stream = scheduleStream(scheduleId);
    const outcome = await this.parts.schedules.execute(stream, command, meta, { expectNew });
    return outcome.ok ? this.#answer(scheduleId, outcome.value.position) : outcome;
  }

  /** Reads from the log: a caller who has just changed it need not wait for the view. */
  async #answer(scheduleId: string, position?: string): Reply<ScheduleView> {
    let document: ScheduleDocument | undefined;
    for (let from = 0; ; from += 1000) {
      const events = await this.parts.store.read(scheduleStream(scheduleId), { from, limit: 1000 });
      for (const event of events) document = evolveScheduleDocument(document, readAs<ScheduleEvent>(event));
      if (events.length < 1000) break;
    }
    if (!document) return err(reject('NOT_FOUND', 'there is no such schedule', 'scheduleId'));
    const result = this.parts.queries.view(document);
    return ok({ result, ...defined({ position }) });
  }
}

/** The caller's own id is unique within the project; else a command makes one schedule, however often it is sent. */
const scheduleIdOf = (commandId: string, projectId: string, externalId: string | undefined): string =>
  externalId === undefined
    ? idFromName('schedule', commandId)
    : idFromName('schedule', projectId, externalId);

const inside = (prefix: string, refusal: Rejection): Rejection =>
  refusal.field === 'project' ? refusal : within(prefix, refusal);
