import type { RunIsolation } from './isolation/isolation.js';
import { findProgram, supervisorFile } from './programs.js';

/**
 * Programs that set the variables and then exec the command, the fastest first: Perl starts in a few milliseconds, Node
 * in forty.
 */
export const commandReaders = (): readonly (readonly string[])[] => {
  const perl = findProgram('perl');
  const node = [process.execPath, supervisorFile('command.mjs')];
  return perl === undefined ? [node] : [[perl, supervisorFile('command.pl')], node];
};

/**
 * The programs that a run's process becomes one after the other, up to its command. Its variables are set last, when no
 * privileges are left that they could abuse (LD_PRELOAD).
 */
export function commandChain(
  { namespaces, account }: RunIsolation,
  runFolder: string,
  workingDirectory: string,
  command: readonly string[],
  [reader = []] = commandReaders(),
): readonly string[] {
  return [
    ...(namespaces ? ownNamespaces(namespaces, runFolder) : []),
    ...(account ? asAccount(account) : []),
    ...(namespaces === 'ofUser' ? asUser() : []),
    requireProgram('setsid'),
    '--',
    ...reader,
    workingDirectory,
    ...command,
  ];
}

const ownNamespaces = (of: NonNullable<RunIsolation['namespaces']>, runFolder: string): readonly string[] => [
  requireProgram('unshare'),
  ...(of === 'ofUser' ? ['--user', '--map-root-user'] : []),
  ...['--mount', '--pid', '--ipc', '--fork', '--kill-child', '--'],
  ...['/bin/sh', supervisorFile('namespaces.sh'), runFolder, '--'],
];

const asAccount = ({ uid, gid, groups }: NonNullable<RunIsolation['account']>): readonly string[] => [
  requireProgram('setpriv'),
  ...['--reuid', String(uid), '--regid', String(gid)],
  ...(groups.length > 0 ? ['--groups', groups.join(',')] : ['--clear-groups']),
  ...['--no-new-privs', '--bounding-set', '-all', '--inh-caps', '-all', '--'],
];

/** A nested user namespace, in which the user has its own id again and no rights over the mounts. */
const asUser = (): readonly string[] => [
  requireProgram('unshare'),
  ...['--user', `--map-user=${process.getuid?.()}`, `--map-group=${process.getgid?.()}`, '--'],
];

function requireProgram(name: string): string {
  const found = findProgram(name);
  if (found === undefined)
    throw new Error(`the program ${name} (util-linux) is required to run jobs, but is not on PATH`);
  return found;
}
