import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@berth/kernel/ids';
import { Cgroups } from '../cgroups.js';
import { ownerOf, RunDirectory } from '../run-directory.js';
import { RunLauncher } from '../run-launcher.js';
import { isolationOf, type RunIsolation, type Isolation, type IsolationKind } from './isolation.js';
import { JobAccounts } from './job-accounts.js';
import {
  canSee,
  foldersAround,
  isClosed,
  isIn,
  folderAccessOf,
  type FolderAccess,
  type FolderSettings,
} from './folder-access.js';

export interface ProbeSettings extends FolderSettings {
  readonly runsFolder: string;
  readonly trustJobs: boolean;
  /** The kinds to probe; default: all. */
  readonly kinds?: readonly IsolationKind[];
}

const WITHIN_SECONDS = 20;
/**
 * Prints what a job can do that it must not, and what it can't do that it must; only `tried` where the isolation works.
 */
const PROBE_SCRIPT = `
  cat "$1" 2>/dev/null && echo ' could be read'
  [ -n "$2" ] && kill -0 "$2" 2>/dev/null && echo 'the agent could be signalled'
  for file in "$3" "$4"; do (: > "$file") 2>/dev/null; done
  echo ok > "$HOME/probe" && [ -r "$HOME/probe" ] || echo 'the job folder cannot be used'
  "$BERTH_NODE_BINARY" --version > /dev/null || echo 'programs cannot be executed'
  echo tried`;

const byUser = (): readonly Exclude<IsolationKind, 'none'>[] =>
  process.getuid?.() === 0 ? ['accountsAndNamespaces', 'accounts'] : ['namespaces'];

const runIsolationOf = async (kind: Exclude<IsolationKind, 'none'>): Promise<RunIsolation> => {
  if (kind === 'namespaces') return { namespaces: 'ofUser' };
  const account = await new JobAccounts().fresh();
  return kind === 'accounts' ? { account } : { namespaces: 'ofRoot', account };
};

/** The strongest isolation of this host, probed by a process that tries to access what it must not. */
export async function findIsolation(settings: ProbeSettings): Promise<Isolation> {
  const folderAccess = folderAccessOf(settings);
  const failures: string[] = [];
  for (const kind of byUser().filter((each) => settings.kinds?.includes(each) ?? true)) {
    const failure = await probeKind(kind, settings, { folderAccess }).catch((error: unknown) =>
      String(error),
    );
    if (failure === undefined) return isolationOf(kind, folderAccess, failures, settings.trustJobs);
    failures.push(`${MISSING_FEATURES[kind]}: ${failure}`);
  }
  return isolationOf('none', folderAccess, failures, settings.trustJobs);
}

const MISSING_FEATURES: { readonly [kind in Exclude<IsolationKind, 'none'>]: string } = {
  accountsAndNamespaces: 'no namespaces',
  accounts: 'no accounts',
  namespaces: 'no namespaces',
};

async function probeKind(
  kind: Exclude<IsolationKind, 'none'>,
  { runsFolder, agentFolder, privateFolders }: ProbeSettings,
  isolation: Pick<Isolation, 'folderAccess'>,
): Promise<string | undefined> {
  await mkdir(runsFolder, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(runsFolder, 'probe-'));
  try {
    const runIsolation = await runIsolationOf(kind);
    const around = privateFolders.filter((each) => isIn(agentFolder, each));
    if (runIsolation.account && !runIsolation.namespaces) {
      const toPrograms = closedParentFolders(isolation.folderAccess, privateFolders);
      await allowTraversal([...around, agentFolder, runsFolder, folder, ...toPrograms]);
    }
    const directory = new RunDirectory(folder, { jobId: newId(), run: 1 }, await ownerOf(folder));
    const launcher = new RunLauncher(Cgroups.none, { outputLimitBytes: 0, checkSeconds: 5 }, isolation);
    const secret = randomBytes(8).toString('hex');
    // in a pid namespace its pid is that of another process, or of none
    const agent = runIsolation.namespaces ? '' : String(process.pid);
    const { home, platform } = isolation.folderAccess;
    const forbiddenPaths = [home, platform].map((each) => join(each, `.berth-probe-${secret}`));
    const spec = {
      ...directory.key,
      command: ['/bin/sh', '-c', PROBE_SCRIPT, 'sh', directory.file('secret'), agent, ...forbiddenPaths],
      env: {},
      deviceUuids: [],
      graceSeconds: 0,
      timeoutSeconds: WITHIN_SECONDS,
    };
    await launcher.prepare(directory, spec, runIsolation);
    await directory.write('secret', secret);
    const stored = await directory.spec();
    if (!stored) return 'the isolation probe could not run';
    const supervisor = await launcher.launch(directory, stored);
    supervisor.ref();
    await once(supervisor, 'exit');
    const written = forbiddenPaths.filter(canSee);
    for (const path of written) await rm(path);
    if (written.length > 0) return `${written.map((path) => dirname(path)).join(' and ')} could be written`;
    const said = await readFile(directory.file('stdout'), 'utf8');
    if (said.trim() === 'tried') return undefined;
    const errors = await readFile(directory.file('stderr'), 'utf8');
    const refusal = await directory.refusal();
    const why = [said.replace(secret, 'a key').replace(/tried\s*$/, ''), refusal?.why, errors];
    return (
      why.filter(Boolean).join(' ').replace(/\s+/g, ' ').trim().slice(0, 160) || 'the isolation probe failed'
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Accounts without namespaces need to traverse the folders above theirs; other files in these stay private. */
async function allowTraversal(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await chmod(folder, 0o711);
}

/** Private folders of the platform above its programs, such as the one that holds the launcher's Node. */
const closedParentFolders = ({ programs, platform }: FolderAccess, privateFolders: readonly string[]) =>
  programs
    .flatMap((program) => foldersAround(program).filter(isClosed))
    .filter((each) => [platform, ...privateFolders].some((own) => isIn(each, own)));
