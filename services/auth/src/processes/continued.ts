import type { RecordedEvent } from '@berth/event-store';
import { causedBy, type CommandMeta } from '@berth/service-host/command-meta';

/**
 * The meta of a step that carries out what an event has settled. The steps are the caller's own doing, so that caller
 * and command stand in their history; whoever takes the step, in whichever try, takes the same one.
 */
export const continued = (process: string, cause: RecordedEvent, now: string, step: string): CommandMeta => ({
  ...causedBy(process, cause, cause.metadata.command, now, step),
  actor: cause.metadata.actor,
  inputHash: cause.metadata.inputHash,
});
