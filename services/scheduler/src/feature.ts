import type { RecordedEvent } from '@berth/event-store';
import type { ProjectedBatch, AnyProjection } from '@berth/read-models';
import type { PartOfStream, Redaction } from '@berth/service-host/history';
import type { Identity } from '@berth/service-host/operation';
import type { BackgroundWork } from '@berth/service-host/platform';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type { Controllers, Providers } from './scheduler.module.js';

/** A self-contained part of the scheduler; `build.ts` combines them. */
export interface Feature {
  readonly controllers?: Controllers;
  readonly providers?: Providers;
  readonly projections?: readonly AnyProjection[];
  readonly onViews?: (batch: ProjectedBatch) => void;
  readonly processManagers?: readonly ProcessManager[];
  readonly background?: readonly BackgroundWork[];
  /** After the views are caught up, before requests are taken. */
  readonly prepare?: () => Promise<void>;
  /**
   * Its handlers of auth's and inventory's events, in addition to the copies of their facts. At least once for each.
   */
  readonly handle?: (event: RecordedEvent) => Promise<void>;
  /** Who besides admins, operators and auditors may read the history of its entities; undefined for those of others. */
  readonly mayReadHistory?: (identity: Identity, entity: string, id: string) => Promise<boolean | undefined>;
  /** What of its entities' events a user sees who may read them; undefined: all, or those of others. */
  readonly shownInHistory?: (
    identity: Identity,
    entity: string,
    id: string,
  ) => Promise<Redaction | undefined>;
  /** Where the events of its entities are that have no stream of their own; undefined for others. */
  readonly historyOf?: (entity: string, id: string) => Promise<PartOfStream | undefined>;
}

/** All features as one. */
export const combineFeatures = (features: readonly Feature[]) => ({
  controllers: features.flatMap(({ controllers = [] }) => controllers),
  providers: features.flatMap(({ providers = [] }) => providers),
  projections: features.flatMap(({ projections = [] }) => projections),
  onViews: (batch: ProjectedBatch): void => {
    for (const { onViews } of features) onViews?.(batch);
  },
  processManagers: features.flatMap(({ processManagers = [] }) => processManagers),
  background: features.flatMap(({ background = [] }) => background),
  prepare: async (): Promise<void> => {
    for (const { prepare } of features) await prepare?.();
  },
  handle: async (event: RecordedEvent): Promise<void> => {
    for (const { handle } of features) await handle?.(event);
  },
  mayReadHistory: async (identity: Identity, entity: string, id: string): Promise<boolean> => {
    for (const { mayReadHistory } of features) {
      const answer = await mayReadHistory?.(identity, entity, id);
      if (answer !== undefined) return answer;
    }
    return false;
  },
  shownInHistory: async (identity: Identity, entity: string, id: string): Promise<Redaction | undefined> => {
    for (const { shownInHistory } of features) {
      const shown = await shownInHistory?.(identity, entity, id);
      if (shown) return shown;
    }
    return undefined;
  },
  historyOf: async (entity: string, id: string): Promise<PartOfStream | undefined> => {
    for (const { historyOf } of features) {
      const part = await historyOf?.(entity, id);
      if (part) return part;
    }
    return undefined;
  },
});
