import { CliError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { exitCodeOfJob, untilEnded } from '../jobs.js';
import { plainId } from '../output/view.js';
import { resolveId } from '../rest/resolve.js';
import { parseDuration } from '../time/duration.js';

/** Longer than any job. */
const FOREVER_MS = 2 ** 31 - 1;

export async function run(invocation: Invocation): Promise<number> {
  const given = invocation.text('for');
  const signal = AbortSignal.timeout(given === undefined ? FOREVER_MS : parseDuration(given, '--for'));
  const ids = await Promise.all(invocation.args.map((each) => resolveId(invocation, 'job', each)));
  const codes = await Promise.all(
    ids.map(async (id) => {
      const job = await untilEnded(invocation.api, id, signal);
      if (!job) return EXIT.notDone;
      invocation.output.say(
        `${plainId(job.id)} ${job.name}: ${job.state}${job.message === null ? '' : `, ${job.message}`}`,
      );
      return exitCodeOfJob(job);
    }),
  );
  if (codes.length === 0) throw new CliError('no job is given', EXIT.usage);
  return codes.find((code) => code !== 0) ?? EXIT.ok;
}
