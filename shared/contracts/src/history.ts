import { z } from 'zod';
import { defineCommand, defineQuery } from './define.js';
import { id, page, type PageOf } from './fields.js';
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
  defineQuery<PageOf<HistoryEntry>>()(
    service,
    'history',
    page.extend({ entity: z.string().regex(/^[a-zA-Z]{1,40}$/), id }),
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
  defineQuery<PageOf<ParkedView>>()(service, 'parked', page);
export const replayParked = (service: ServiceName) =>
  defineCommand<{ readonly replayed: number; readonly stillParked: number }>()(
    service,
    'parked',
    'replay',
    z.strictObject({ id: z.string().max(300) }),
  );
export const dropParked = (service: ServiceName) =>
  defineCommand<{ readonly dropped: number }>()(
    service,
    'parked',
    'drop',
    z.strictObject({ id: z.string().max(300) }),
  );

/** Health of a service for operators. */
export type ServiceInfo = {
  readonly service: string;
  readonly version: string;
  readonly relay: { readonly state: string; readonly lag: number };
  readonly views: readonly { readonly name: string; readonly state: string; readonly lag: number }[];
};
