import { join } from 'node:path';
import { configFolder, readJsonObject, writeJson, type Environment } from './files.js';

interface State {
  /** The last job that was submitted from each folder: what `@last` means. */
  readonly lastJobs?: { readonly [folder: string]: string };
  /** By URL: the position that the next answer must not be older than. */
  readonly after?: { readonly [url: string]: { readonly position: string; readonly at: number } };
}

const MAX_FOLDERS = 100;
/** Every view has caught up by then; a position of an installation that was restored must not block forever. */
const POSITION_TTL_MS = 60_000;

/** `state.json`: what commands remember for each other. Losing it does no harm. */
export class StateFile {
  readonly #path: string;

  constructor(env: Environment) {
    this.#path = join(configFolder(env), 'state.json');
  }

  lastJob(folder: string): string | undefined {
    return this.#read().lastJobs?.[folder];
  }

  rememberJob(folder: string, id: string): void {
    const { lastJobs = {}, ...rest } = this.#read();
    const { [folder]: _before, ...others } = lastJobs;
    const kept = Object.entries(others).slice(-(MAX_FOLDERS - 1));
    this.#write({ ...rest, lastJobs: { ...Object.fromEntries(kept), [folder]: id } });
  }

  after(url: string, now = Date.now()): string | undefined {
    const found = this.#read().after?.[url];
    return found && now - found.at < POSITION_TTL_MS ? found.position : undefined;
  }

  rememberAfter(url: string, position: string, now = Date.now()): void {
    const state = this.#read();
    this.#write({ ...state, after: { ...state.after, [url]: { position, at: now } } });
  }

  #read(): State {
    try {
      return readJsonObject(this.#path) ?? {};
    } catch {
      return {};
    }
  }

  #write(state: State): void {
    try {
      writeJson(this.#path, state);
    } catch {
      // a folder that can't be written costs the memory only
    }
  }
}
