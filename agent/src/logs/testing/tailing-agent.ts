import type { LogChunk } from '@berth/contracts/agent/messages';
import { Cgroups } from '../../executors/process/cgroups.js';
import { ProcessExecutor } from '../../executors/process/process-executor.js';
import type { RunSpec } from '../../executors/executor.js';
import { RunLogs } from '../run-logs.js';

/**
 * A process of its own for tests to kill: starts the run it is given, or finds it, and sends its output to the parent,
 * which answers each chunk and confirms what it has archived.
 */
const [folder, specJson] = process.argv.slice(2);
if (!folder || !specJson) throw new Error('usage: tailing-agent FOLDER SPEC');
const spec = JSON.parse(specJson) as RunSpec;
export type FromTail = { readonly type: 'chunk'; readonly chunk: LogChunk } | { readonly type: 'delivered' };
export type ToTail = { readonly confirm: { readonly stream: 'stdout' | 'stderr'; readonly seq: number } };

const logs = new RunLogs(
  (_, chunk) => {
    process.send?.({ type: 'chunk', chunk } satisfies FromTail);
    return Promise.resolve();
  },
  { flushMs: 5, resendMs: 200 },
);
const cgroups = await Cgroups.detect();
const executor = await ProcessExecutor.open({ folder, cgroups, outputLimitBytes: 0, checkSeconds: 60 });
const output = executor.output(spec);
executor.watch({
  changed: ({ status }) => {
    if (status === 'ended') logs.ended(spec);
  },
  outputGrew: () => logs.grew(spec),
});
process.on('message', ({ confirm }: ToTail) => logs.confirm(spec, confirm.stream, confirm));
process.on('disconnect', () => process.exit());

const started = await executor.start(spec);
await logs.follow(spec, output);
if (started.status === 'ended') logs.ended(spec);
setInterval(() => {
  if (logs.isDelivered(output)) process.send?.({ type: 'delivered' } satisfies FromTail);
}, 20);
