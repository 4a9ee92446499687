import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Which folders of this machine jobs may see and write. All are real paths. */
export interface FolderAccess {
  /** Hidden from all jobs: keys, stores and the runs of others. */
  readonly hidden: readonly string[];
  /** Read-only for jobs: programs, also in a hidden folder or one that other users may not enter. */
  readonly programs: readonly string[];
  /** Folders that the host's administrator shares with jobs. */
  readonly shared: readonly string[];
  /** Of the agent's user; hidden from jobs that run as that user. */
  readonly home: string;
  /** Where the platform's own programs lie. */
  readonly platform: string;
}

/** The clone, or wherever the platform's programs lie. */
const PLATFORM = fileURLToPath(new URL('../../../../..', import.meta.url));

export interface FolderSettings {
  readonly agentFolder: string;
  /** Of the rest of the platform, where some of it is on this machine. */
  readonly privateFolders: readonly string[];
  readonly jobFolders: readonly string[];
}

/** @throws where a shared folder contains, or lies in, a hidden one */
export function folderAccessOf(settings: FolderSettings): FolderAccess {
  const hidden = withoutInner([settings.agentFolder, ...settings.privateFolders].map(realNowOrLater));
  const shared = settings.jobFolders.flatMap(real);
  for (const folder of shared) {
    const secret = hidden.find((each) => isIn(each, folder) || isIn(folder, each));
    if (secret !== undefined)
      throw new Error(
        `BERTH_JOB_FOLDERS: ${folder} contains or is inside ${secret}, which jobs must not see`,
      );
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

/** The outermost folder above a path that only its owner and group may enter. */
export const outermostClosedFolder = (path: string): string | undefined => foldersAround(path).find(isClosed);

/** Whether only its owner and group may enter it. */
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
