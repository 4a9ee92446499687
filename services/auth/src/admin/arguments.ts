import { parseArgs } from 'node:util';

export const USAGE = `Creates an admin, or recovers the account of one who is locked out. Works while the platform runs or is stopped.

  npm run admin -- create --username NAME --email ADDRESS [--password-stdin]
  npm run admin -- recover --login NAME-OR-ADDRESS [--password-stdin]

create   creates a new account that is an active admin
recover  gives the account a new password and makes it an active admin; its sessions end

The password is prompted for, or read as one line from standard input with --password-stdin. It is never an argument,
which others on the machine could see.`;

export type AdminRequest =
  | {
      readonly task: 'create';
      readonly username: string;
      readonly email: string;
      readonly passwordStdin: boolean;
    }
  | { readonly task: 'recover'; readonly login: string; readonly passwordStdin: boolean }
  | { readonly task: 'help' };

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError saying what is missing */
export function parseArguments(args: readonly string[]): AdminRequest {
  const { values, positionals } = parse(args);
  const [task, ...rest] = positionals;
  if (values.help || task === 'help') return { task: 'help' };
  if (rest.length > 0) throw new UsageError(`unexpected argument "${rest[0]}"`);
  const passwordStdin = values['password-stdin'] === true;
  switch (task) {
    case 'create':
      return {
        task,
        username: needed(values.username, '--username'),
        email: needed(values.email, '--email'),
        passwordStdin,
      };
    case 'recover':
      return { task, login: needed(values.login, '--login'), passwordStdin };
    default:
      throw new UsageError(
        task === undefined
          ? 'a command is required: create or recover'
          : `"${task}" is not a command: use create or recover`,
      );
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        username: { type: 'string' },
        email: { type: 'string' },
        login: { type: 'string' },
        'password-stdin': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing`);
  return value;
}
