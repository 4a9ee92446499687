import type { RecordedEvent } from '@berth/event-store';
import { causedBy, type CommandMeta } from '@berth/service-host/command-meta';

/**
 * Metadata of a step that carries out what an event has decided. The steps count as the caller's own, so that caller
 * and command are in their history; every attempt of a step uses the same metadata.
 */
export const continuationMeta = (
  process: string,
  cause: RecordedEvent,
  now: string,
  step: string,
): CommandMeta => ({
  ...causedBy(process, cause, cause.metadata.command, now, step),
  actor: cause.metadata.actor,
  inputHash: cause.metadata.inputHash,
});
