import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { commands } from '../commands/index.js';
import { GLOBAL_OPTIONS } from '../program.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Every command with its options and an example, as Markdown. */
export function cliReference(): string {
  return [
    '# Commands of `berth`',
    '',
    '[The command line](../cli.md) says how it is used every day.',
    '',
    '## Options of every command',
    '',
    ...optionTable(GLOBAL_OPTIONS),
    ...commands.flatMap((spec) => section(spec, 'berth', 2)),
  ].join('\n');
}

function section(spec: CommandSpec, parent: string, level: number): string[] {
  const path = `${parent} ${spec.name}`;
  const options = spec.options ?? [];
  const aliases = (spec.aliases ?? []).map((alias) => `\`${parent} ${alias}\``).join(', ');
  const children = spec.commands ?? [];
  return [
    '',
    `${'#'.repeat(level)} \`${path}${spec.args === undefined ? '' : ` ${spec.args}`}\``,
    '',
    `${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.${aliases === '' ? '' : ` Also ${aliases}.`}`,
    ...(options.length === 0 ? [] : ['', ...optionTable(options)]),
    ...(spec.example === undefined || children.length > 0 ? [] : ['', '```sh', spec.example, '```']),
    ...children.flatMap((child) => section(child, path, level + 1)),
  ];
}

function optionTable(options: readonly OptionSpec[]): string[] {
  const rows = options.map(
    (option) =>
      `| \`${cell(option.flags)}\` | ${cell(helpOf(option))}${option.required ? '; required' : ''} |`,
  );
  return ['| option | what it says |', '| --- | --- |', ...rows];
}

const helpOf = ({ help, choices }: OptionSpec): string =>
  choices ? `${help} (${choices.map((each) => each.toLowerCase()).join(', ')})` : help;
