import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { configFolder, readJsonObject, writeJson, type Environment } from './files.js';

/** One installation, as one person. */
export interface ContextSettings {
  readonly url: string;
  readonly project?: string;
  readonly pool?: string;
  /** How results are shown where nothing else is said. */
  readonly output?: string;
}

export interface Config {
  readonly current?: string;
  readonly contexts: { readonly [name: string]: ContextSettings };
}

export const CONTEXT_SETTINGS = ['url', 'project', 'pool', 'output'] as const;
export type ContextSetting = (typeof CONTEXT_SETTINGS)[number];
export const OUTPUTS = ['table', 'wide', 'json', 'yaml', 'name'] as const;

export const DEFAULT_CONTEXT = 'default';

/** `config.json`: which installations there are, and which one is used. It holds no secret. */
export class ConfigFile {
  readonly path: string;

  constructor(env: Environment) {
    this.path = join(configFolder(env), 'config.json');
  }

  /** @throws UsageError that names the file and the member that is wrong */
  read(): Config {
    const found = readJsonObject(this.path);
    return found ? checked(found, this.path) : { contexts: {} };
  }

  write(config: Config): void {
    writeJson(this.path, config);
  }

  /** Sets members of one context, and removes those that are undefined. */
  change(
    name: string,
    settings: { readonly [setting in ContextSetting]?: string | undefined },
    use = false,
  ): void {
    const config = this.read();
    const merged = { ...config.contexts[name], ...settings };
    const context = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    const { url } = context;
    if (url === undefined)
      throw new UsageError(`context ${name} has no url`, `berth context add ${name} URL`);
    const current = use || config.current === undefined ? name : config.current;
    this.write({ current, contexts: { ...config.contexts, [name]: { ...context, url } } });
  }
}

function checked(found: { readonly [name: string]: unknown }, path: string): Config {
  for (const name of Object.keys(found))
    if (name !== 'current' && name !== 'contexts')
      throw new UsageError(`${path}: ${name} is not known; there are current and contexts`);
  const { current, contexts = {} } = found;
  if (current !== undefined && typeof current !== 'string')
    throw new UsageError(`${path}: current must be the name of a context`);
  if (typeof contexts !== 'object' || contexts === null || Array.isArray(contexts))
    throw new UsageError(
      `${path}: contexts must be an object, such as {"lab": {"url": "https://berth.example.org"}}`,
    );
  const result: { [name: string]: ContextSettings } = {};
  for (const [name, settings] of Object.entries(contexts))
    result[name] = checkedContext(settings, `${path}: contexts.${name}`);
  if (current !== undefined && !Object.hasOwn(result, current))
    throw new UsageError(
      `${path}: current is ${current}, which is no context; ${namesOf(result)}`,
      'berth context use NAME',
    );
  return { ...(current === undefined ? {} : { current }), contexts: result };
}

function checkedContext(settings: unknown, where: string): ContextSettings {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw new UsageError(`${where} must be an object with a url`);
  for (const [name, value] of Object.entries(settings)) {
    if (!(CONTEXT_SETTINGS as readonly string[]).includes(name))
      throw new UsageError(`${where}.${name} is not known; there are ${CONTEXT_SETTINGS.join(', ')}`);
    checkSetting(name as ContextSetting, value, `${where}.${name}`);
  }
  if (!('url' in settings))
    throw new UsageError(`${where}.url is missing, such as https://berth.example.org`);
  return settings as ContextSettings;
}

/** @throws UsageError that names what is wrong and what would be right */
export function checkSetting(name: ContextSetting, value: unknown, where: string): void {
  if (typeof value !== 'string' || value === '')
    throw new UsageError(`${where} must be a text that is not empty`);
  if (name === 'url') checkUrl(value, where);
  if (name === 'output' && !(OUTPUTS as readonly string[]).includes(value))
    throw new UsageError(`${where} must be one of ${OUTPUTS.join(', ')}, not ${value}`);
}

/** The origin that everything is asked of. */
export function checkUrl(text: string, where: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new UsageError(
      `${where}: "${text}" is not the URL of a gateway, such as https://berth.example.org`,
    );
  if (url.username !== '' || url.password !== '')
    throw new UsageError(`${where}: a URL holds no password; berth login keeps it apart`);
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(`${where}: "${text}" must end before ? and #, such as ${url.origin}`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

const namesOf = (contexts: { readonly [name: string]: unknown }): string => {
  const names = Object.keys(contexts);
  return names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`;
};

export { namesOf as namesOfContexts };
