import { follow } from '../http/follow.js';
import { interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { plainId } from '../output/view.js';
import { resolveId } from '../rest/resolve.js';
import { formatTime } from '../time/format-time.js';
import { RETRY_MS } from './logs.js';

interface JobEvent {
  readonly type: string;
  readonly recordedAt: string;
  readonly jobId: string;
  readonly actor: { readonly kind: string; readonly user: { readonly username: string } | null };
}

export async function run(invocation: Invocation): Promise<number | undefined> {
  const { api, output } = invocation;
  const named = invocation.args[0];
  const path =
    named === undefined
      ? '/events'
      : `/jobs/${encodeURIComponent(await resolveId(invocation, 'job', named))}/events`;
  const interrupted = interruption();
  const options = { signal: interrupted.signal, retryMs: RETRY_MS, say: (text: string) => output.say(text) };
  for await (const event of follow<JobEvent>(api, path, options)) {
    if (!output.isForPeople) output.row(event);
    else
      output.line(
        [
          formatTime(event.recordedAt, invocation.flag('utc')),
          plainId(event.jobId),
          event.type,
          event.actor.user?.username ?? event.actor.kind.toLowerCase(),
        ].join('  '),
      );
  }
  interrupted.stop();
  return interrupted.signal.aborted ? 130 : undefined;
}
