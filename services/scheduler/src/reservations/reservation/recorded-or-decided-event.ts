import type { RecordedEvent } from '@berth/event-store';

/** An event as it was recorded, or as it has just been decided: then without its envelope. */
export type RecordedOrDecidedEvent = { readonly type: string; readonly data: unknown } & Partial<
  Pick<RecordedEvent, 'revision' | 'metadata'>
>;
