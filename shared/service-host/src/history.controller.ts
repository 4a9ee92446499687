import { Controller, type Type } from '@nestjs/common';
import {
  dropParked,
  historyQuery,
  parkedQuery,
  processesQuery,
  replayParked,
  type HistoryEntry,
  type ParkedView,
  type ProcessView,
} from '@berth/contracts/history';
import type { InputOf } from '@berth/contracts/define';
import { may } from '@berth/contracts/permissions';
import type { PageOf } from '@berth/contracts/fields';
import type { ServiceName } from '@berth/contracts/services';
import type { EventStore } from '@berth/event-store';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { readHistory, type PartOfStream, type Redaction } from './history.js';
import { Operation, type Identity, type Reply, type UserCall } from './operation.js';
import type { ServiceParts } from './platform.js';

/** What operators do with events that could not be handled. */
export interface ParkedEvents {
  page(input: InputOf<ReturnType<typeof parkedQuery>>): Promise<PageOf<ParkedView>>;
  replay(id: string): Promise<{ replayed: number; stillParked: number }>;
  drop(id: string): Promise<{ dropped: number }>;
}

/** What operators see of a service's internals. */
export interface ServiceInternals {
  readonly parked: ParkedEvents;
  readonly processes: () => readonly ProcessView[];
}

const redacted = (page: PageOf<HistoryEntry>, shown: Redaction): PageOf<HistoryEntry> => ({
  ...page,
  items: page.items.map(({ cursor, node }) => ({
    cursor,
    node: { ...node, data: shown(node.data as JsonObject) },
  })),
});

/** Whether there is nothing at all, whatever was asked for. */
async function isUnknown(store: EventStore, source: string | PartOfStream): Promise<boolean> {
  if (typeof source !== 'string') return source.revisions.length === 0;
  return (await store.read(source, { limit: 1 })).length === 0;
}

/** Every service answers for its own log: the history of its entities, and what it has parked. */
export function historyController(
  service: ServiceName,
  store: EventStore,
  { parked, processes }: ServiceInternals,
  {
    mayReadHistory,
    historyOf,
    shownInHistory,
  }: Pick<ServiceParts, 'mayReadHistory' | 'historyOf' | 'shownInHistory'>,
): Type {
  const history = historyQuery(service);
  const list = parkedQuery(service);
  const replay = replayParked(service);
  const drop = dropParked(service);
  const overview = processesQuery(service);

  @Controller()
  class HistoryController {
    @Operation(history)
    async read({ input, identity }: UserCall<InputOf<typeof history>>): Reply<PageOf<HistoryEntry>> {
      if (!(await this.#mayRead(identity, input.entity, input.id))) {
        return err(reject('NOT_FOUND', 'there is no entity with this id, or you may not see it', 'id'));
      }
      const { entity, id } = input;
      const part = (await historyOf?.(entity, id)) ?? `${entity}:${id}`;
      const page = await readHistory(service, store, part, input);
      const isWhole = input.after === undefined && input.before === undefined;
      if (isWhole && page.items.length === 0 && (await isUnknown(store, part))) {
        return err(reject('NOT_FOUND', 'there is no entity with this id, or you may not see it', 'id'));
      }
      const shown = may(identity, 'readAll') ? undefined : await shownInHistory?.(identity, entity, id);
      return ok({ result: shown ? redacted(page, shown) : page });
    }

    @Operation(list)
    async list({ input }: UserCall<InputOf<typeof list>>): Reply<PageOf<ParkedView>> {
      return ok({ result: await parked.page(input) });
    }

    @Operation(overview)
    async processes(_: UserCall<InputOf<typeof overview>>): Reply<{ processes: readonly ProcessView[] }> {
      return ok({ result: { processes: processes() } });
    }

    @Operation(replay)
    async replay({
      input,
    }: UserCall<InputOf<typeof replay>>): Reply<{ replayed: number; stillParked: number }> {
      return ok({ result: await parked.replay(input.id) });
    }

    @Operation(drop)
    async drop({ input }: UserCall<InputOf<typeof drop>>): Reply<{ dropped: number }> {
      return ok({ result: await parked.drop(input.id) });
    }

    async #mayRead(identity: Identity, entity: string, id: string): Promise<boolean> {
      return may(identity, 'readAll') || (await mayReadHistory?.(identity, entity, id)) === true;
    }
  }
  return HistoryController;
}
