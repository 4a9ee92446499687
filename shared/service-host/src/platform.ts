import type { DynamicModule, Type } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { Bus } from '@berth/bus/connection';
import type { Jwks } from '@berth/bus/key-set';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { ServiceName } from '@berth/contracts/services';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import type { DocumentChange, ProjectedBatch, AnyProjection, ReadModels } from '@berth/read-models';
import type { BaseConfig } from './config.js';
import type { PartOfStream, Redaction } from './history.js';
import type { Logger } from './log.js';
import type { Identity } from './operation.js';
import type { ProcessStore } from './process-store.js';
import type { ProcessManager } from './process-manager.js';
import type { Vault } from './vault.js';

/** What a service is built on. */
export interface Platform<C extends BaseConfig = BaseConfig> {
  readonly config: C;
  readonly log: Logger;
  readonly clock: Clock;
  readonly store: EventStore;
  /** The last of the service's own events that is known to be recorded, those of this process among them; reads nothing. */
  lastKnownPosition(): Promise<Position>;
  readonly readModels: ReadModels;
  readonly processes: ProcessStore;
  readonly vault: Vault;
  readonly bus: Bus;
  /** Queries to other services. */
  readonly rpc: RpcClient;
  readonly metrics: Registry;
  /**
   * Resolves once the events that the other services had published when this one started are in its copies. Until
   * then a missing fact is only unknown: nothing is revoked or granted because of one.
   */
  readonly factsCaughtUp: Promise<void>;
  /** Whether the service's own views, or those of the names given, hold everything up to a position, within ms. */
  waitForViews(position: Position, timeoutMs: number, names?: readonly string[]): Promise<boolean>;
}

export interface ForeignFacts {
  readonly source: ServiceName;
  /** The only kind of entity whose events are wanted; the others' then stay at the bus. */
  readonly entity?: string;
  /** Copies of another service's facts that this one decides on. */
  readonly projections: readonly AnyProjection[];
  readonly onChanges?: (projection: string, changes: readonly DocumentChange[]) => void;
  /** After the copies are written, at least once for each event; an error makes the event be tried again, then parked. */
  readonly handle?: (event: RecordedEvent) => Promise<void>;
}

export interface BackgroundWork {
  readonly name: string;
  /** It decides nothing by other services' facts, and so need not wait for them. */
  readonly needsNoFacts?: true;
  /** Starts once views and foreign facts are caught up; resolves when it has stopped after the signal. */
  start(signal: AbortSignal): Promise<void>;
}

/** What a service consists of; the host starts and stops it in order. */
export interface ServiceParts {
  readonly module: Type | DynamicModule;
  readonly projections: readonly AnyProjection[];
  readonly onViews?: (batch: ProjectedBatch) => void;
  readonly foreign?: readonly ForeignFacts[];
  readonly processManagers?: readonly ProcessManager[];
  readonly background?: readonly BackgroundWork[];
  /** Auth's own keys; other services ask auth for them. */
  readonly jwks?: () => Promise<Jwks>;
  /** Who may read an entity's history besides admins, operators and auditors. */
  readonly mayReadHistory?: (identity: Identity, entity: string, id: string) => Promise<boolean>;
  /** What someone who may read an entity's history sees of its events' data; absent: all of it. */
  readonly shownInHistory?: (
    identity: Identity,
    entity: string,
    id: string,
  ) => Promise<Redaction | undefined>;
  /** Of entities whose events lie among others' in one stream: where. Undefined for those with a stream of their own. */
  readonly historyOf?: (entity: string, id: string) => Promise<PartOfStream | undefined>;
  /** After the views are caught up, before requests are taken. */
  readonly prepare?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
}
