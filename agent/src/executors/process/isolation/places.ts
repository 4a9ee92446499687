import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders of this machine, as jobs may see them. All are real paths. */
export interface Places {
  /** Keys, stores and the runs of others: what no job may see. */
  readonly hidden: readonly string[];
  /** Programs, also where they lie in a hidden folder or one that others may not enter. Never to be written by jobs. */
  readonly programs: readonly string[];
  /** What the host's keeper gives to jobs beside their own folders. */
  readonly shared: readonly string[];
  /** Of the agent's user; hidden from jobs that run as that user. */
  readonly home: string;
  /** Where the platform's own programs lie. */
  readonly platform: string;
}

/** The clone, or wherever the platform's programs lie. */
const PLATFORM = fileURLToPath(new URL('../../../../..', import.meta.url));

export interface PlaceSettings {
  readonly agentFolder: string;
  /** Of the rest of the platform, where some of it is on this machine. */
  readonly privateFolders: readonly string[];
  readonly jobFolders: readonly string[];
}

/** @throws where a folder is given to jobs that holds, or lies in, what no job may see */
export function placesOf(settings: PlaceSettings): Places {
  const hidden = withoutInner([settings.agentFolder, ...settings.privateFolders].map(realNowOrLater));
  const shared = settings.jobFolders.flatMap(real);
  for (const folder of shared) {
    const secret = hidden.find((each) => isIn(each, folder) || isIn(folder, each));
    if (secret !== undefined)
      throw new Error(`BERTH_JOB_FOLDERS: ${folder} holds or lies in ${secret}, which no job may see`);
  }
  const home = real(homedir())[0] ?? sep;
  const platform = realpathSync(PLATFORM);
  const programs = [platform, dirname(dirname(process.execPath)), ...onPath(home, hidden)].flatMap(real);
  const isShown = (path: string) => path !== sep && !hidden.includes(path);
  return { hidden, programs: [...new Set(programs)].filter(isShown), shared, home, platform };
}

/** Of a folder with programs what is around it, too (`lib` beside `bin`), unless that is a home or hidden. */
function onPath(home: string, hidden: readonly string[]): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith(sep));
  return folders.flatMap(real).map((folder) => {
    const around = dirname(folder);
    const isMore = isIn(home, around) || dirname(around) === sep || hidden.some((each) => isIn(each, around));
    return isMore ? folder : around;
  });
}

export const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === sep ? sep : folder + sep);

/** The topmost folder on the way to a path that others than its owner and group may not enter. */
export const closedAbove = (path: string): string | undefined => foldersAround(path).find(isClosed);

/** To others than its owner and group. */
export const isClosed = (folder: string): boolean => (statSync(folder).mode & 0o001) === 0;

/** All that a path goes through, outermost first, without the file system's root. */
export const foldersAround = (path: string): readonly string[] => {
  const parts = dirname(path).split(sep).filter(Boolean);
  return parts.map((_, index) => sep + parts.slice(0, index + 1).join(sep));
};

const withoutInner = (folders: readonly string[]): readonly string[] => [
  ...new Set(folders.filter((each) => !folders.some((other) => other !== each && isIn(each, other)))),
];

/** Also where a folder will be that is made later. */
function realNowOrLater(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const around = dirname(resolve(path));
    return around === resolve(path) ? around : join(realNowOrLater(around), basename(path));
  }
}

function real(path: string): string[] {
  try {
    accessSync(path, constants.R_OK);
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

export function canSee(path: string): boolean {
  try {
    return Boolean(statSync(path));
  } catch {
    return false;
  }
}
