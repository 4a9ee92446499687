import type { CommandSpec } from './command.js';
import { CommanderError, buildProgram, isAskedFor } from './program.js';
import { CliError, describeError, UsageError } from './errors.js';
import { EXIT } from './exit-codes.js';
import type { Invocation, Surroundings } from './invocation.js';

/** Runs a command line. @returns the exit code */
export async function runBerth(args: readonly string[], around: Surroundings): Promise<number> {
  if (args[0] === '__complete') return printCompletions(args.slice(args[1] === '--' ? 2 : 1), around);
  let invocation: Invocation | undefined;
  let code: number = EXIT.ok;
  try {
    const program = buildProgram(around, async (called, spec) => {
      invocation = called;
      code = await perform(called, spec);
    });
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (isAskedFor(error)) return EXIT.ok;
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage;
    const failure = error instanceof CommanderError ? usageErrorOf(error) : error;
    const called = invocation;
    around.stderr(`${describeError(failure, (field) => called?.optionOf(field))}\n`);
    if (called?.flag('debug') && failure instanceof Error) around.stderr(`${failure.stack ?? ''}\n`);
    if (called?.spec.endsAsJob) return EXIT.berthFailed;
    return failure instanceof CliError ? failure.exitCode : EXIT.failed;
  }
}

/** For the scripts of `berth completion`: a value and its help a line. Whatever goes wrong, nothing is offered. */
async function printCompletions(words: readonly string[], around: Surroundings): Promise<number> {
  const { complete } = await import('./completion/complete.js');
  const candidates = await complete(words, around).catch(() => []);
  for (const { value, help } of candidates) around.stdout(help === '' ? `${value}\n` : `${value}\t${help}\n`);
  return EXIT.ok;
}

async function perform(invocation: Invocation, spec: CommandSpec): Promise<number> {
  const { output } = invocation;
  const expression = invocation.text('jq');
  if (expression !== undefined) {
    const { loadFilter } = await import('./output/jq.js');
    output.filterBy(await loadFilter(expression, (line) => output.warn(line)));
  }
  if (spec.load) return ((await (await spec.load()).run(invocation)) as number | undefined) ?? EXIT.ok;
  const { runRest } = await import('./rest/run-rest.js');
  await runRest(invocation);
  return EXIT.ok;
}

function usageErrorOf({ message }: CommanderError): UsageError {
  const [first = '', ...suggestion] = message.replace(/^error: /, '').split('\n');
  return new UsageError([first, ...suggestion].join(' ').trim(), 'add --help to see what there is');
}
