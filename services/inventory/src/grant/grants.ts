import type { GrantEvent } from '@berth/contracts/inventory/events';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Collection, ReadModels } from '@berth/read-models';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { everyDocument } from '@berth/read-models/every-document';
import { grantsCollection, subjectOf, type GrantDocument } from './grants.view.js';
import {
  type GrantCommand,
  type GrantTerms,
  noSuchGrant,
  grantStream,
  type Grant,
  type GrantState,
} from './grant.decider.js';

export interface GrantResult {
  readonly grant: Grant;
  readonly position?: Position;
}

/** Carries out what is decided about grants. */
export class Grants {
  readonly #documents: Collection<GrantDocument>;

  constructor(
    private readonly aggregates: Aggregates<GrantState, GrantCommand, GrantEvent>,
    readModels: ReadModels,
    /** Resolves when the views contain all recorded events. */
    private readonly waitForViews: () => Promise<void>,
  ) {
    this.#documents = readModels.collection(grantsCollection);
  }

  create(grant: GrantTerms, meta: CommandMeta): Promise<Result<GrantResult, Rejection>> {
    return this.#execute(grant.grantId, { type: 'createGrant', grant }, meta);
  }

  revoke(grantId: string, meta: CommandMeta): Promise<Result<GrantResult, Rejection>> {
    return this.#execute(grantId, { type: 'revokeGrant', grantId }, meta);
  }

  async activeOf(to: { readonly userId: string }): Promise<readonly string[]> {
    await this.waitForViews();
    const where = { subject: { eq: subjectOf(to) }, status: { eq: 'active' } };
    const ids: string[] = [];
    for await (const { id } of everyDocument(this.#documents, { where })) ids.push(id);
    return ids;
  }

  async #execute(
    grantId: string,
    command: GrantCommand,
    meta: CommandMeta,
  ): Promise<Result<GrantResult, Rejection>> {
    const expectNew = command.type === 'createGrant';
    const done = await this.aggregates.execute(grantStream(grantId), command, meta, { expectNew });
    if (!done.ok) return done;
    const { state, position } = done.value;
    if (state.status === 'none') return err(noSuchGrant);
    return ok({ grant: state, ...defined({ position }) });
  }
}
