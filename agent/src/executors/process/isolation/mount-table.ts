import { join, relative } from 'node:path';
import type { RunIsolation } from './isolation.js';
import { outermostClosedFolder, isIn, type FolderAccess } from './folder-access.js';

export interface RunFolders {
  /** Where the run's view of the file system is assembled. */
  readonly root: string;
  readonly work: string;
  readonly tmp: string;
}

/** File systems of the kernel, without files that a job could change. */
const NO_FILES = new Set([
  ...['proc', 'sysfs', 'devtmpfs', 'devpts', 'securityfs', 'debugfs', 'tracefs', 'bpf', 'pstore', 'efivarfs'],
  ...[
    'configfs',
    'fusectl',
    'mqueue',
    'hugetlbfs',
    'binfmt_misc',
    'autofs',
    'rpc_pipefs',
    'nsfs',
    'selinuxfs',
  ],
]);
/** Options that a mount must keep when it is made read-only in a namespace of a user (mount_namespaces(7)). */
const KEPT = new Set(['nosuid', 'nodev', 'noexec', 'noatime', 'nodiratime', 'relatime']);
/** Sockets of services that run as the agent's user are in /run; of it, jobs get names of hosts and the GPU driver's. */
const OF_RUN = [
  '/run/systemd/resolve',
  '/run/resolvconf',
  '/run/NetworkManager/resolv.conf',
  '/run/nvidia-persistenced',
];
const PRIVATE_TMP = ['/tmp', '/var/tmp'];

/**
 * What a run sees, as a table for `mount --all` (fstab(5)): the host's file system, without what is hidden, with /tmp,
 * /dev/shm, terminals and processes of the run's own. Jobs that run as the agent's own user get all of it read-only,
 * except their own folders and those that the host's administrator shares: that user may write to the platform's
 * programs.
 * @param mountinfo of this process, as it is now
 * @param exists whether a path can be seen by the agent
 */
export function mountTable(
  folders: RunFolders,
  folderAccess: FolderAccess,
  { namespaces, account }: RunIsolation,
  mountinfo: string,
  exists: (path: string) => boolean,
): string {
  const asUser = namespaces === 'ofUser';
  const at = (path: string) => join(folders.root, path);
  const bind = (path: string, options = 'bind') => line(path, at(path), 'none', options);
  const mounts = parseMountinfo(mountinfo);
  const lines = [line('/', folders.root, 'none', asUser ? 'rbind,ro' : 'rbind')];
  if (asUser) lines.push(...readOnly(mounts, exists, folders.root));

  const elsewhere = asUser
    ? [
        ...folderAccess.hidden.flatMap((path) => alsoAt(path, mounts)),
        ...alsoAt(folderAccess.home, mounts, { parts: false }),
      ]
    : [];
  const covered = asUser
    ? [...folderAccess.hidden, folderAccess.home, '/run', ...elsewhere]
    : [...folderAccess.hidden, ...folderAccess.programs.flatMap((path) => outermostClosedFolder(path) ?? [])];
  const home = isHome(account?.home) ? account?.home : undefined;
  const shown = asUser
    ? [...folderAccess.programs, ...OF_RUN.filter(exists), ...folderAccess.shared]
    : [...folderAccess.programs, ...folderAccess.shared, ...(home === undefined ? [] : [home])];
  const steps: Step[] = [
    ...PRIVATE_TMP.filter(exists).map((path) => cover(path, line(folders.tmp, at(path), 'none', 'bind'))),
    ...covered
      .filter((path) => path !== '/' && exists(path))
      .map((path) => cover(path, line('hidden', at(path), 'tmpfs', 'mode=0755,size=1m,nosuid,nodev'))),
    ...shown.map((path) => ({ path, covers: false, line: showing(path) })),
  ];
  const isWanted = ({ path }: Step) => asUser && folderAccess.shared.includes(path);
  lines.push(
    ...inOrder(steps, isWanted).map((step) => step.line),
    bind(folders.work, 'bind,X-mount.mkdir=0755'),
    line('shm', at('/dev/shm'), 'tmpfs', 'mode=1777,nosuid,nodev'),
    line('devpts', at('/dev/pts'), 'devpts', 'newinstance,ptmxmode=0666,mode=0600,nosuid,noexec'),
    line('proc', at('/proc'), 'proc', 'nosuid,nodev,noexec'),
  );
  return lines.join('');

  /** Including the file systems mounted in it: a user namespace allows no bind mount without them. */
  function showing(path: string): string {
    const isToWrite = folderAccess.shared.includes(path) || path === home;
    const shown = bind(path, `${isToWrite ? 'rbind' : 'rbind,ro'},X-mount.mkdir=0755${keptOf(path)}`);
    if (isToWrite) return shown;
    // the option is that of the topmost only
    const inner = mounts.filter(({ point }) => point !== path && isIn(point, path));
    return [shown, ...readOnly(inner, exists, folders.root)].join('');
  }

  /** Of an account that staff have mapped: hidden with what is around the platform's programs, it is shown to its owner. */
  function isHome(path: string | undefined): boolean {
    const isNone = path === undefined || path === '/' || PRIVATE_TMP.includes(path) || !exists(path);
    return !isNone && !folderAccess.hidden.some((each) => isIn(path, each));
  }

  /** In a user namespace no option of the original mount may be dropped. */
  function keptOf(path: string): string {
    return (
      inmostOf(path, mounts)
        ?.options.map((option) => `,${option}`)
        .join('') ?? ''
    );
  }
}

interface Step {
  readonly path: string;
  /** True hides the path; false shows it again. */
  readonly covers: boolean;
  readonly line: string;
}

const cover = (path: string, text: string): Step => ({ path, covers: true, line: text });

/**
 * What lies in another comes after it, and hiding before showing. Nothing is hidden where all is hidden already, and
 * nothing is shown that can be seen, unless it is wanted for its options.
 */
function inOrder(steps: readonly Step[], isWanted: (step: Step) => boolean): readonly Step[] {
  const sorted = steps.toSorted(
    (one, other) => one.path.length - other.path.length || Number(other.covers) - Number(one.covers),
  );
  const done: Step[] = [];
  for (const step of sorted) {
    const around = done.findLast(({ path }) => isIn(step.path, path));
    const isHidden = around?.covers ?? false;
    if (step.covers !== isHidden || isWanted(step)) done.push(step);
  }
  return done;
}

function readOnly(
  mounts: readonly Mount[],
  exists: (path: string) => boolean,
  root: string,
): readonly string[] {
  return mounts
    .filter(
      ({ point, type }) => point !== '/' && !NO_FILES.has(type) && !isIn(point, '/dev') && exists(point),
    )
    .sort((one, other) => one.point.length - other.point.length)
    .map(({ point, options }) =>
      line(point, join(root, point), 'none', ['rbind', 'ro', ...options].join(',')),
    );
}

interface Mount {
  /** Of the file system, which may be mounted at several points. */
  readonly device: string;
  /** Which of its folders is shown at the point. */
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** The mount that shows what is at a path: of several at one point the last. */
const inmostOf = (path: string, mounts: readonly Mount[]): Mount | undefined =>
  mounts
    .filter((mount) => isIn(path, mount.point))
    .reduce<Mount | undefined>(
      (one, other) => (one && one.point.length > other.point.length ? one : other),
      undefined,
    );

/**
 * Where else a folder can be seen, since its file system is mounted at other points as well (bind mounts, the whole of a
 * btrfs beside its subvolumes).
 * @param parts whether also where only a part of it can be seen
 */
function alsoAt(path: string, mounts: readonly Mount[], { parts = true } = {}): readonly string[] {
  const shown = inmostOf(path, mounts);
  if (!shown) return [];
  const inside = join(shown.root, relative(shown.point, path));
  return mounts
    .filter((mount) => mount !== shown && mount.device === shown.device)
    .flatMap((mount) => {
      const at = isIn(inside, mount.root)
        ? join(mount.point, relative(mount.root, inside))
        : parts && isIn(mount.root, inside)
          ? mount.point
          : undefined;
      return at !== undefined && at !== path && inmostOf(at, mounts) === mount ? [at] : [];
    });
}

/** proc_pid_mountinfo(5): space, tab, line end and backslash are escaped in octal, as they are in fstab(5). */
function parseMountinfo(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((text) => {
    const [before, after] = text.split(' - ');
    const [, , device = '', root = '', point, options] = before?.split(' ') ?? [];
    const [type] = after?.split(' ') ?? [];
    if (!point || !type) return [];
    const kept = options?.split(',').filter((option) => KEPT.has(option)) ?? [];
    const atime = kept.some((option) => option.endsWith('atime')) ? [] : ['strictatime'];
    return [{ device, root: unescape(root), point: unescape(point), type, options: [...kept, ...atime] }];
  });
}

const line = (source: string, target: string, type: string, options: string): string =>
  `${escape(source)} ${escape(target)} ${type} ${options} 0 0\n`;

const escape = (path: string): string =>
  path.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
const unescape = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
