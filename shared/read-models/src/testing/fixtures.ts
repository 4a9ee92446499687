import type { JsonObject } from '@berth/kernel/json';
import { toPosition, type Position } from '@berth/event-store';
import type { CollectionDefinition, DocumentWrite } from '../read-models.js';

export type JobDocument = {
  readonly name?: string;
  readonly status?: string | null;
  readonly priority?: number | null;
  readonly urgent?: boolean;
  readonly project?: { readonly id: string; readonly name?: string } | null;
  readonly args?: readonly string[];
};

export const JOBS: CollectionDefinition = {
  name: 'jobs',
  indexes: [
    { fields: ['status', 'priority'] },
    { fields: ['project.id', 'priority'] },
    { fields: ['priority'] },
    { fields: ['urgent'] },
  ],
};

export const at = (position: number): Position => toPosition(position);

export const aWrite = <D extends JsonObject = JobDocument>(
  id: string,
  document: D | null,
  position = 1,
): DocumentWrite<D> => ({ id, document, position: at(position) });
