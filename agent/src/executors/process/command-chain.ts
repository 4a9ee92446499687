import type { Hold } from './isolation/isolation.js';
import { findProgram, supervisorFile } from './programs.js';

/** What becomes the command with its variables, best first: Perl takes a few milliseconds where Node takes forty. */
export const readers = (): readonly (readonly string[])[] => {
  const perl = findProgram('perl');
  const node = [process.execPath, supervisorFile('command.mjs')];
  return perl === undefined ? [node] : [[perl, supervisorFile('command.pl')], node];
};

/**
 * The programs that a run's process becomes one after the other, up to its command. Its variables come last, when there
 * are no rights left that they could turn against the host (LD_PRELOAD).
 */
export function commandChain(
  { namespaces, account }: Hold,
  runFolder: string,
  workingDirectory: string,
  command: readonly string[],
  [reader = []] = readers(),
): readonly string[] {
  return [
    ...(namespaces ? ownNamespaces(namespaces, runFolder) : []),
    ...(account ? asAccount(account) : []),
    ...(namespaces === 'ofUser' ? asUser() : []),
    needed('setsid'),
    '--',
    ...reader,
    workingDirectory,
    ...command,
  ];
}

const ownNamespaces = (of: NonNullable<Hold['namespaces']>, runFolder: string): readonly string[] => [
  needed('unshare'),
  ...(of === 'ofUser' ? ['--user', '--map-root-user'] : []),
  ...['--mount', '--pid', '--ipc', '--fork', '--kill-child', '--'],
  ...['/bin/sh', supervisorFile('namespaces.sh'), runFolder, '--'],
];

const asAccount = ({ uid, gid, groups }: NonNullable<Hold['account']>): readonly string[] => [
  needed('setpriv'),
  ...['--reuid', String(uid), '--regid', String(gid)],
  ...(groups.length > 0 ? ['--groups', groups.join(',')] : ['--clear-groups']),
  ...['--no-new-privs', '--bounding-set', '-all', '--inh-caps', '-all', '--'],
];

/** One namespace further in, where the user is who it was and has no rights over the mounts. */
const asUser = (): readonly string[] => [
  needed('unshare'),
  ...['--user', `--map-user=${process.getuid?.()}`, `--map-group=${process.getgid?.()}`, '--'],
];

function needed(name: string): string {
  const found = findProgram(name);
  if (found === undefined)
    throw new Error(`the program ${name} (util-linux) is needed to run jobs and is not on PATH`);
  return found;
}
