import type { CommandSpec } from '../command.js';
import type { OptionSpec } from '../command-row.js';
import { FEED, PROJECT, SECRET, SESSION, TOKEN, USER } from '../output/people.views.js';
import { createdBetween, historyOf, limit, namedSort, reason, sort } from './options.js';
import { row } from './row.js';

const SEARCH: OptionSpec = { flags: '--search <text>', help: 'with this in the name', field: 'search' };

const ROLES = ['GUEST', 'MEMBER', 'OPERATOR', 'AUDITOR', 'ADMIN'];

const USER_STATES = ['ACTIVE', 'AWAITING_ACTIVATION', 'SUSPENDED', 'DELETED'];

export const peopleCommands: readonly CommandSpec[] = [
  {
    name: 'password',
    summary: 'change your password; all other sessions end',
    options: [
      {
        flags: '--password-stdin',
        help: 'the current and the new one are the first two lines of standard input',
      },
    ],
    example: 'berth password',
    uses: ['POST /me/password'],
    load: () => import('./password.js'),
  },
  row('profile', 'change your user name, e-mail address or profile', 'PATCH /me', {
    view: USER,
    options: [
      { flags: '--username <name>', help: 'a new user name', field: 'username' },
      { flags: '--email <address>', help: 'a new e-mail address', field: 'email' },
      { flags: '--given-name <name>', help: 'first name', field: 'profile.givenName' },
      { flags: '--family-name <name>', help: 'last name', field: 'profile.familyName' },
      { flags: '--organisation <name>', help: 'company or university', field: 'profile.organisation' },
      { flags: '--lab <name>', help: 'group within the organisation', field: 'profile.lab' },
      { flags: '--phone <number>', help: 'telephone number', field: 'profile.phone' },
      {
        flags: '--locale <locale>',
        help: 'language',
        choices: ['EN', 'ZH_CN', 'ZH_TW', 'FA'],
        field: 'profile.locale',
      },
      { flags: '--time-zone <zone>', help: 'IANA name, such as Europe/Berlin', field: 'profile.timeZone' },
    ],
    example: 'berth profile --time-zone Europe/Berlin --locale en',
  }),
  {
    name: 'user',
    summary: 'people: register, list, show, activate, suspend, role, delete',
    example: 'berth user list --status awaiting_activation',
    commands: [
      {
        name: 'register',
        summary: 'make an account; the first one is admin',
        args: '<username>',
        options: [
          { flags: '--email <address>', help: 'e-mail address' },
          { flags: '--password-stdin', help: 'the password is the first line of standard input' },
        ],
        example: 'berth user register ada --email ada@example.org --url http://127.0.0.1:4000',
        uses: ['POST /users'],
        load: () => import('./register.js'),
      },
      row('list', 'people', 'GET /users', {
        paged: true,
        view: USER,
        options: [
          SEARCH,
          { flags: '--role <role>', help: 'of a role', choices: ROLES, field: 'role' },
          { flags: '--status <status>', help: 'of a status', choices: USER_STATES, field: 'status' },
          ...createdBetween(),
          sort,
          limit,
        ],
        example: 'berth user list --role admin',
      }),
      row('show <user...>', 'one person', 'GET /users/{}', {
        kinds: ['user'],
        view: USER,
        example: 'berth user show ada',
      }),
      row('activate <user...>', 'let somebody in', 'POST /users/{}/activate', {
        kinds: ['user'],
        view: USER,
        done: '{} is active',
        example: 'berth user activate ada',
      }),
      row('suspend <user...>', 'keep somebody out', 'POST /users/{}/suspend', {
        kinds: ['user'],
        view: USER,
        options: [reason],
        done: '{} is suspended',
        example: 'berth user suspend ada --reason "left"',
      }),
      row('role <user>', 'give a role', 'PUT /users/{}/role', {
        kinds: ['user'],
        view: USER,
        options: [
          { flags: '--role <role>', help: 'which role', choices: ROLES, field: 'role', required: true },
        ],
        done: '{} has the role',
        example: 'berth user role ada --role operator',
      }),
      row('delete <user>', 'delete an account, with its personal data', 'DELETE /users/{}', {
        kinds: ['user'],
        confirm: 'Delete {}, with all personal data?',
        done: '{} is deleted',
        example: 'berth user delete ada --yes',
      }),
      historyOf('user', ['user'], 'berth user history ada'),
    ],
  },
  {
    name: 'project',
    summary: 'projects: create, list, show, archive, members',
    example: 'berth project list',
    commands: [
      row('create <name>', 'make a project', 'POST /projects', {
        argsField: 'name',
        view: PROJECT,
        options: [
          {
            flags: '--lead <user>',
            help: 'its lead; you otherwise',
            field: 'leadId',
            kind: 'user',
            resolve: true,
          },
          { flags: '--description <text>', help: 'what it is for', field: 'description' },
        ],
        example: 'berth project create digits --lead ada',
      }),
      row('list', 'projects', 'GET /projects', {
        paged: true,
        view: PROJECT,
        options: [
          SEARCH,
          { flags: '--member <user>', help: 'with a member', field: 'member', kind: 'user', resolve: true },
          {
            flags: '--archived <yes|no>',
            help: 'archived ones only, or the others only',
            type: 'yesNo',
            field: 'archived',
          },
          namedSort,
          limit,
        ],
        example: 'berth project list --member @me\nberth project list --archived no --sort name',
      }),
      row('show <project...>', 'one project', 'GET /projects/{}', {
        kinds: ['project'],
        view: PROJECT,
        example: 'berth project show digits',
      }),
      row('archive <project>', 'take no more work for it', 'POST /projects/{}/archive', {
        kinds: ['project'],
        view: PROJECT,
        confirm: 'Archive {}?',
        done: '{} is archived',
        example: 'berth project archive digits --yes',
      }),
      row('add-member <project>', 'add somebody', 'POST /projects/{}/members', {
        kinds: ['project'],
        view: PROJECT,
        options: [
          {
            flags: '-u, --user <user>',
            help: 'whom',
            field: 'userId',
            kind: 'user',
            resolve: true,
            required: true,
          },
          { flags: '--as <role>', help: 'as what', choices: ['MEMBER', 'LEAD'], field: 'memberRole' },
        ],
        example: 'berth project add-member digits --user ada --as lead',
      }),
      row('remove-member <project> <user>', 'remove somebody', 'DELETE /projects/{}/members/{}', {
        kinds: ['project', 'user'],
        view: PROJECT,
        done: '{} is removed',
        example: 'berth project remove-member digits ada',
      }),
      historyOf('project', ['project'], 'berth project history digits'),
    ],
  },
  {
    name: 'token',
    summary: 'API tokens for scripts: create, list, revoke',
    example: 'berth token create ci --scopes read,jobs --for 30d',
    commands: [
      row('create <name>', 'make one; it is shown once', 'POST /tokens', {
        argsField: 'name',
        view: SECRET,
        options: [
          {
            flags: '--scopes <scopes>',
            help: 'what it may do',
            type: 'list',
            choices: ['READ', 'JOBS', 'ADMIN'],
            field: 'scopes',
            required: true,
          },
          { flags: '--for <duration>', help: 'how long it is good', type: 'days', field: 'expiresInDays' },
        ],
        example: 'berth token create ci --scopes read,jobs --for 30d -o name',
      }),
      row('list', 'your tokens', 'GET /tokens', { items: true, view: TOKEN, example: 'berth token list' }),
      row('revoke <token...>', 'no longer good', 'DELETE /tokens/{}', {
        kinds: ['token'],
        done: '{} is revoked',
        example: 'berth token revoke ci',
      }),
    ],
  },
  {
    name: 'session',
    aliases: ['sessions'],
    summary: 'where you are logged in: list, revoke',
    example: 'berth sessions list',
    commands: [
      row('list', 'your sessions, those used last first', 'GET /sessions', {
        paged: true,
        view: SESSION,
        options: [
          {
            flags: '--user <user>',
            help: 'those of another user, as an admin',
            kind: 'user',
            resolve: true,
            field: 'user',
          },
          limit,
        ],
        example: 'berth sessions list',
      }),
      row('revoke <session...>', 'end them at once', 'DELETE /sessions/{}', {
        kinds: ['session'],
        done: 'session {} is ended',
        example: 'berth sessions revoke 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      }),
    ],
  },
  {
    name: 'preferences',
    summary: 'what you want of screens and programs: show, set',
    example: 'berth preferences set -f theme=dark',
    commands: [
      {
        name: 'show',
        summary: 'all of them, as JSON',
        example: 'berth preferences show',
        uses: ['GET /me/preferences'],
        load: async () => ({ run: (await import('./preferences.js')).show }),
      },
      {
        name: 'set',
        summary: 'change some; the others stay',
        options: [
          {
            flags: '-f, --field <name=value>',
            help: 'a text; a dot in the name goes into objects',
            many: true,
          },
          {
            flags: '-F, --value <name=json>',
            help: 'anything else as JSON; null removes a member',
            many: true,
          },
          { flags: '--file <file>', help: 'members as YAML or JSON; - is standard input', type: 'file' },
        ],
        example: 'berth preferences set -f theme=dark -F tables.jobs=null',
        uses: ['PATCH /me/preferences'],
        load: async () => ({ run: (await import('./preferences.js')).set }),
      },
    ],
  },
  {
    name: 'feed',
    summary: 'calendar feeds for calendar programs: create, list, revoke',
    example: 'berth feed create --scope user',
    commands: [
      row('create', 'make a secret address', 'POST /calendar-feeds', {
        view: SECRET,
        options: [
          {
            flags: '--scope <scope>',
            help: 'of what',
            choices: ['USER', 'POOL', 'DEVICE'],
            field: 'scope',
            required: true,
          },
          { flags: '--of <id>', help: 'which pool or device', field: 'of' },
        ],
        example: 'berth feed create --scope user',
      }),
      row('list', 'your feeds', 'GET /calendar-feeds', {
        items: true,
        view: FEED,
        example: 'berth feed list',
      }),
      row('revoke <feed...>', 'the address answers no more', 'DELETE /calendar-feeds/{}', {
        kinds: ['feed'],
        done: '{} is revoked',
        example: 'berth feed revoke 3Z8V5QBV2XFKB24GS1KPEX3FR1',
      }),
    ],
  },
];
