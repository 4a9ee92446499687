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
    name: 'mcp',
    summary: 'serve the API to programs with a language model (MCP, on standard input and output)',
    options: [
      {
        flags: '--allow-writes',
        help: 'also tools that change something; each is a dry run unless it is told not to be',
      },
      { flags: '--only <group>', help: 'tools of a group only, such as Jobs; may be repeated', many: true },
    ],
    example: 'berth mcp --only Jobs --only Reservations',
    load: () => import('./mcp.js'),
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
    uses: ['GET /hosts', 'GET /pools/{}/samples'],
    load: () => import('./top.js'),
  },
];
