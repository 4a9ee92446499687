import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@berth/kernel/ids';
import { Cgroups } from '../cgroups.js';
import { ownerOf, RunDirectory } from '../run-directory.js';
import { RunLauncher } from '../run-launcher.js';
import { isolationOf, type Hold, type Isolation, type IsolationKind } from './isolation.js';
import { JobAccounts } from './job-accounts.js';
import {
  canSee,
  foldersAround,
  isClosed,
  isIn,
  placesOf,
  type Places,
  type PlaceSettings,
} from './places.js';

export interface ProbeSettings extends PlaceSettings {
  readonly runsFolder: string;
  readonly trustJobs: boolean;
  /** Those that are tried, where not all. */
  readonly kinds?: readonly IsolationKind[];
}

const WITHIN_SECONDS = 20;
/** Says what a job could do that it must not, or could not do that it must; nothing where all is well. */
const TRY_OUT = `
  cat "$1" 2>/dev/null && echo ' could be read'
  [ -n "$2" ] && kill -0 "$2" 2>/dev/null && echo 'the agent could be signalled'
  for file in "$3" "$4"; do (: > "$file") 2>/dev/null; done
  echo ok > "$HOME/probe" && [ -r "$HOME/probe" ] || echo 'the own folder can not be used'
  "$BERTH_NODE" --version > /dev/null || echo 'programs can not be run'
  echo tried`;

const byUser = (): readonly Exclude<IsolationKind, 'none'>[] =>
  process.getuid?.() === 0 ? ['accountsAndNamespaces', 'accounts'] : ['namespaces'];

const holdOf = async (kind: Exclude<IsolationKind, 'none'>): Promise<Hold> => {
  if (kind === 'namespaces') return { namespaces: 'ofUser' };
  const account = await new JobAccounts().fresh();
  return kind === 'accounts' ? { account } : { namespaces: 'ofRoot', account };
};

/** The best that can be had on this host, found out by running something that tries to get at what it must not. */
export async function findIsolation(settings: ProbeSettings): Promise<Isolation> {
  const places = placesOf(settings);
  const failures: string[] = [];
  for (const kind of byUser().filter((each) => settings.kinds?.includes(each) ?? true)) {
    const failure = await tryOut(kind, settings, { places }).catch((error: unknown) => String(error));
    if (failure === undefined) return isolationOf(kind, places, failures, settings.trustJobs);
    failures.push(`${LACKS[kind]}: ${failure}`);
  }
  return isolationOf('none', places, failures, settings.trustJobs);
}

const LACKS: { readonly [kind in Exclude<IsolationKind, 'none'>]: string } = {
  accountsAndNamespaces: 'no namespaces',
  accounts: 'no accounts',
  namespaces: 'no namespaces',
};

async function tryOut(
  kind: Exclude<IsolationKind, 'none'>,
  { runsFolder, agentFolder, privateFolders }: ProbeSettings,
  isolation: Pick<Isolation, 'places'>,
): Promise<string | undefined> {
  await mkdir(runsFolder, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(runsFolder, 'probe-'));
  try {
    const hold = await holdOf(kind);
    const around = privateFolders.filter((each) => isIn(agentFolder, each));
    if (hold.account && !hold.namespaces) {
      const toPrograms = closedOnTheWay(isolation.places, privateFolders);
      await letPass([...around, agentFolder, runsFolder, folder, ...toPrograms]);
    }
    const directory = new RunDirectory(folder, { jobId: newId(), run: 1 }, await ownerOf(folder));
    const launcher = new RunLauncher(Cgroups.none, { outputLimitBytes: 0, checkSeconds: 5 }, isolation);
    const secret = randomBytes(8).toString('hex');
    // in namespaces of processes its number is another's, if anybody's
    const agent = hold.namespaces ? '' : String(process.pid);
    const { home, platform } = isolation.places;
    const trespasses = [home, platform].map((each) => join(each, `.berth-probe-${secret}`));
    const spec = {
      ...directory.key,
      command: ['/bin/sh', '-c', TRY_OUT, 'sh', directory.file('secret'), agent, ...trespasses],
      env: {},
      deviceUuids: [],
      graceSeconds: 0,
      timeLimitSeconds: WITHIN_SECONDS,
    };
    await launcher.prepare(directory, spec, hold);
    await directory.write('secret', secret);
    const stored = await directory.spec();
    if (!stored) return 'it could not be tried';
    const supervisor = await launcher.launch(directory, stored);
    supervisor.ref();
    await once(supervisor, 'exit');
    const written = trespasses.filter(canSee);
    for (const path of written) await rm(path);
    if (written.length > 0) return `${written.map((path) => dirname(path)).join(' and ')} could be written`;
    const said = await readFile(directory.file('stdout'), 'utf8');
    if (said.trim() === 'tried') return undefined;
    const errors = await readFile(directory.file('stderr'), 'utf8');
    const refusal = await directory.refusal();
    const why = [said.replace(secret, 'a key').replace(/tried\s*$/, ''), refusal?.why, errors];
    return why.filter(Boolean).join(' ').replace(/\s+/g, ' ').trim().slice(0, 160) || 'it did not work';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Accounts without namespaces get to their folders by their paths; what else is in these is for the agent's user only. */
async function letPass(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await chmod(folder, 0o711);
}

/** Folders of the platform's own that its user alone may enter, as the one that the launcher keeps its Node in. */
const closedOnTheWay = ({ programs, platform }: Places, privateFolders: readonly string[]) =>
  programs
    .flatMap((program) => foldersAround(program).filter(isClosed))
    .filter((each) => [platform, ...privateFolders].some((own) => isIn(each, own)));
