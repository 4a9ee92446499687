import type { CommandSpec } from '../command.js';

export const toolCommands: readonly CommandSpec[] = [
  {
    name: 'completion',
    summary: 'the script that completes commands, options and names in a shell',
    args: '<shell>',
    example: 'source <(berth completion bash)\nberth completion fish > ~/.config/fish/completions/berth.fish',
    load: () => import('../completion/scripts.js'),
  },
  {
    name: 'doctor',
    summary: 'look at configuration, connection, versions, clock and log-in',
    example: 'berth doctor',
    load: () => import('./doctor.js'),
  },
  {
    name: 'open',
    summary: 'open the page of the REST API in a browser',
    example: 'berth open',
    load: () => import('./open.js'),
  },
  {
    name: 'top',
    summary: 'devices, their use and who holds them, as it changes; Ctrl-C ends it',
    args: '[pool]',
    kinds: ['pool'],
    options: [
      { flags: '--interval <duration>', help: 'how often (2s)' },
      { flags: '--once', help: 'once, for a pipe' },
    ],
    example: 'berth top default',
    load: () => import('./top.js'),
  },
];
