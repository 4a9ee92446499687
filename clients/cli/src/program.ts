import { Command, CommanderError, Option } from 'commander';
import type { CommandSpec } from './command.js';
import type { OptionSpec } from './command-row.js';
import { OUTPUTS } from './config/config.js';
import { Invocation, type Options, type Surroundings } from './invocation.js';
import { commands } from './commands/index.js';
import { VERSION } from './version.js';

/** Options of every command. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--context <name>', help: 'which installation: one of berth context list', kind: 'context' },
  { flags: '--url <url>', help: 'URL of the gateway, in place of the context' },
  { flags: '-o, --output <kind>', help: 'how results are shown', choices: OUTPUTS },
  { flags: '--json [fields]', help: 'JSON, with all fields or these, separated by commas' },
  { flags: '--jq <expression>', help: 'what an expression of jq makes of the JSON, such as .[].id' },
  { flags: '-q, --quiet', help: 'results only, nothing said beside them' },
  { flags: '-y, --yes', help: 'do not ask' },
  { flags: '--no-color', help: 'no colours, as NO_COLOR' },
  { flags: '--utc', help: 'times in UTC in place of the local zone' },
  { flags: '--timeout <duration>', help: 'how long to wait for an answer (30s)' },
  { flags: '--idempotency-key <key>', help: 'sent with what changes something: the same key does it once' },
  { flags: '--debug', help: 'each request on stderr, without secrets' },
];

export type Run = (invocation: Invocation, spec: CommandSpec) => Promise<void>;

/** The commands for commander. @param run what each of them calls */
export function buildProgram(around: Surroundings, run: Run): Command {
  const program = new Command('berth')
    .description('Share GPUs: book them, queue work on them, run it, follow it.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .showSuggestionAfterError(true)
    .enablePositionalOptions();
  configure(program, around);
  program.addHelpText('after', '\nExample:\n  berth run --gpus 1 --time 2h -- python3 train.py');
  for (const spec of commands) add(program, spec, around, run, 'berth');
  return program;
}

/** Errors are thrown, and both streams are those of the surroundings. */
function configure(command: Command, around: Surroundings): void {
  command.exitOverride().configureOutput({
    writeOut: around.stdout,
    writeErr: around.stderr,
    // main says it, in the form of all errors
    outputError: () => undefined,
  });
}

function add(parent: Command, spec: CommandSpec, around: Surroundings, run: Run, parentPath: string): void {
  const path = `${parentPath} ${spec.name}`;
  const command = parent
    .command(spec.args === undefined ? spec.name : `${spec.name} ${spec.args}`)
    .description(spec.summary)
    .aliases([...(spec.aliases ?? [])])
    .helpOption('-h, --help', 'print help');
  configure(command, around);
  if (spec.example !== undefined) command.addHelpText('after', `\nExample:\n${indented(spec.example)}`);
  for (const child of spec.commands ?? []) add(command, child, around, run, path);
  if (!spec.rest && !spec.load) return;
  if (spec.passThrough) command.passThroughOptions();
  for (const option of spec.options ?? []) command.addOption(optionOf(option));
  for (const option of GLOBAL_OPTIONS)
    command.addOption(optionOf(option).helpGroup('Options of every command:'));
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2).flat() as (string | undefined)[];
    const options = command.opts() as Options;
    await run(
      new Invocation(
        spec,
        args.filter((each) => each !== undefined),
        options,
        around,
        path,
      ),
      spec,
    );
  });
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.help);
  if (spec.choices) {
    option.description += ` (${spec.choices.map((each) => each.toLowerCase()).join(', ')})`;
  }
  if (spec.many) {
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  }
  return option;
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

/** Help and version are asked for, and no failure. */
export const isAskedFor = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && error.exitCode === 0;

export { CommanderError };
