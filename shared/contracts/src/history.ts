import { z } from 'zod';
import { defineCommand, defineQuery } from './define.js';
import { argument, id, instant, listSorts, page, type PageOf } from './fields.js';
import type { ServiceName } from './services.js';

/** One event of an entity, as auditors read it. In the place of a sealed value stands that there is one. */
export type HistoryEntry = {
  readonly eventId: string;
  readonly type: string;
  readonly service: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly command: string;
  readonly commandId: string;
  readonly causationId: string;
  readonly correlationId: string;
  readonly data: { readonly [key: string]: unknown };
};

/** `entity` is the part of the stream's name before the colon, for example `job`. */
export const historyQuery = (service: ServiceName) =>
  defineQuery<PageOf<HistoryEntry>>('read')(
    service,
    'history',
    page.extend({
      entity: z.string().regex(/^[a-zA-Z]{1,40}$/),
      id,
      /** Wire names of events, or the name of the event alone: `scheduler.job.placed.v1`, `placed`. */
      types: z.array(argument(100)).max(20).optional(),
      /** Who did it, also by a token. */
      userId: id.optional(),
      /** Recorded then or later, and before. */
      from: instant.optional(),
      until: instant.optional(),
      /** Without it: the oldest first. */
      sort: z.enum(listSorts).optional(),
    }),
  );

/** A foreign event that a service could not handle, and what waits behind it. */
export type ParkedView = {
  readonly id: string;
  readonly service: string;
  readonly source: string;
  readonly consumer: string;
  readonly entity: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly error: string;
  readonly attempts: number;
  readonly parkedAt: string;
};

export const parkedQuery = (service: ServiceName) =>
  defineQuery<PageOf<ParkedView>>('operateServices')(service, 'parked', page);
export const replayParked = (service: ServiceName) =>
  defineCommand<{ readonly replayed: number; readonly stillParked: number }>('operateServices')(
    service,
    'parked',
    'replay',
    z.strictObject({ id: z.string().max(300) }),
  );
export const dropParked = (service: ServiceName) =>
  defineCommand<{ readonly dropped: number }>('operateServices')(
    service,
    'parked',
    'drop',
    z.strictObject({ id: z.string().max(300) }),
  );

export const PROCESS_KINDS = ['projection', 'processManager', 'consumer', 'relay'] as const;
export const PROCESS_STATES = [
  'starting',
  'rebuilding',
  'catchingUp',
  'live',
  'retrying',
  'halted',
  'refused',
  'stopped',
] as const;

/** A component of a service that processes events: its position, lag and errors. */
export type ProcessView = {
  readonly service: string;
  /** Unique within the service and kind. */
  readonly name: string;
  readonly kind: (typeof PROCESS_KINDS)[number];
  /** The service whose events it processes. */
  readonly source: string;
  readonly state: (typeof PROCESS_STATES)[number];
  /** Events that it has not done yet; no fewer than that where `atLeast` is set. */
  readonly behindEvents: number;
  readonly atLeast: boolean;
  /** Age of the oldest of them in seconds; 0 where there is none. */
  readonly behindSeconds: number;
  /** Number of parked messages, including those that wait behind another. */
  readonly parked: number;
  /** Of its last failure, which may have passed; null where there was none. */
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
};

export const processesQuery = (service: ServiceName) =>
  defineQuery<{ readonly processes: readonly ProcessView[] }>('operateServices')(
    service,
    'processes',
    z.strictObject({}),
  );
