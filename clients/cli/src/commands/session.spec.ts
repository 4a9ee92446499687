import type { CommandSpec } from '../command.js';

export const sessionCommands: readonly CommandSpec[] = [
  {
    name: 'login',
    summary: 'log in, and keep it for the commands that follow',
    args: '[url]',
    options: [
      { flags: '-u, --user <name>', help: 'username or e-mail address; asked for otherwise' },
      { flags: '--password-stdin', help: 'the password is the first line of standard input' },
      { flags: '--device', help: 'by a code that you enter in a browser, on any machine' },
      { flags: '--with-token', help: 'an API token is the first line of standard input' },
    ],
    example:
      'berth login https://berth.example.org --user ada\nberth login https://berth.example.org --device\nberth login --context lab https://lab.example.org --with-token < token.txt',
    uses: ['POST /session', 'POST /session/refresh'],
    load: () => import('./login.js'),
  },
  {
    name: 'logout',
    summary: 'end the session, and forget its tokens',
    example: 'berth logout',
    uses: ['DELETE /session'],
    load: () => import('./logout.js'),
  },
  {
    name: 'whoami',
    summary: 'who you are, and at which installation',
    example: 'berth whoami --json username,role',
    uses: ['GET /me'],
    load: () => import('./whoami.js'),
  },
  {
    name: 'context',
    summary: 'installations, and which one is used',
    example: 'berth context use lab',
    commands: [
      {
        name: 'list',
        aliases: ['ls'],
        summary: 'the contexts there are',
        example: 'berth context list',
        load: async () => ({ run: (await import('./context.js')).list }),
      },
      {
        name: 'use',
        summary: 'use a context from now on',
        args: '<name>',
        kinds: ['context'],
        example: 'berth context use lab',
        load: async () => ({ run: (await import('./context.js')).use }),
      },
      {
        name: 'add',
        summary: 'add a context, or change its URL',
        args: '<name> <url>',
        example: 'berth context add lab https://lab.example.org',
        load: async () => ({ run: (await import('./context.js')).add }),
      },
      {
        name: 'remove',
        aliases: ['rm'],
        summary: 'remove a context, with its tokens',
        args: '<name>',
        kinds: ['context'],
        example: 'berth context remove lab',
        load: async () => ({ run: (await import('./context.js')).remove }),
      },
    ],
  },
  {
    name: 'config',
    summary: 'settings of a context: url, project, pool, output',
    example: 'berth config set project digits',
    commands: [
      {
        name: 'list',
        aliases: ['ls'],
        summary: 'the settings of the context',
        example: 'berth config list',
        load: async () => ({ run: (await import('./config-commands.js')).list }),
      },
      {
        name: 'get',
        summary: 'one setting',
        args: '<name>',
        example: 'berth config get project',
        load: async () => ({ run: (await import('./config-commands.js')).get }),
      },
      {
        name: 'set',
        summary: 'change a setting, or remove it where no value is given',
        args: '<name> [value]',
        example: 'berth config set output wide',
        load: async () => ({ run: (await import('./config-commands.js')).set }),
      },
    ],
  },
  {
    name: 'api',
    summary: 'any request to the REST API',
    args: '<method-or-path> [path]',
    options: [
      {
        flags: '-f, --field <name=value>',
        help: 'a text, in the body or the URL; a dot goes into objects',
        many: true,
      },
      { flags: '-F, --value <name=json>', help: 'a number, boolean, list or object as JSON', many: true },
      { flags: '--input <file>', help: 'the body, from a file or - for standard input' },
      { flags: '-i, --include', help: 'status and headers before the answer' },
    ],
    example: 'berth api /jobs -F limit=5\nberth api POST /projects -f name=vision',
    load: () => import('./api.js'),
  },
  {
    name: 'graphql',
    summary: 'a query or mutation of the GraphQL API',
    options: [
      { flags: '--query <text>', help: 'the document' },
      { flags: '--file <file>', help: 'the document, from a file or - for standard input' },
      { flags: '-f, --field <name=value>', help: 'a variable that is a text', many: true },
      { flags: '-F, --value <name=json>', help: 'a variable as JSON', many: true },
    ],
    example: "berth graphql --query '{ viewer { username role } }'",
    load: () => import('./graphql.js'),
  },
  {
    name: 'version',
    summary: 'versions of this program and of the gateway',
    example: 'berth version',
    load: () => import('./version-command.js'),
  },
];
