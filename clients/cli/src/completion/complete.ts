import { join } from 'node:path';
import type { CommandSpec } from '../command.js';
import type { Kind, OptionSpec } from '../command-row.js';
import { ConfigFile } from '../config/config.js';
import { configFolder, readJsonObject, writeJson } from '../config/files.js';
import { Invocation, type Surroundings } from '../invocation.js';
import { commands } from '../commands/index.js';
import { at, plainId, type Item } from '../output/view.js';
import { GLOBAL_OPTIONS } from '../program.js';
import { SERVICES, SOURCES } from '../rest/resolve.js';

export interface Candidate {
  readonly value: string;
  readonly help: string;
}

/** A person waits at the key: nothing is better than late. */
const TIMEOUT_MS = 300;
const CACHE_TTL_MS = 5_000;
const MAX_VALUES = 100;

/** What may stand at the last of the words. */
export async function complete(
  words: readonly string[],
  around: Surroundings,
): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (before.includes('--')) return [];
  const { spec, children, args } = walk(before);
  const previous = spec && optionNamed(spec, before.at(-1) ?? '');
  if (previous && takesValue(previous)) return startingWith(current, await valuesOf(previous, around));
  if (current.startsWith('-')) return startingWith(current, spec ? flagsOf(spec) : []);
  if (children) return startingWith(current, children.flatMap(namesOf));
  const kinds = spec?.kinds ?? [];
  const kind = kinds[args] ?? (spec?.args?.includes('...') ? kinds.at(-1) : undefined);
  return kind ? startingWith(current, await namesOfKind(kind, around)) : [];
}

interface Place {
  readonly spec?: CommandSpec;
  readonly children?: readonly CommandSpec[];
  /** How many arguments there are already. */
  readonly args: number;
}

function walk(words: readonly string[]): Place {
  let children: readonly CommandSpec[] | undefined = commands;
  let spec: CommandSpec | undefined;
  let args = 0;
  let isValue = false;
  for (const word of words) {
    if (isValue) isValue = false;
    else if (word.startsWith('-')) {
      const option = spec && !word.includes('=') ? optionNamed(spec, word) : undefined;
      isValue = option !== undefined && takesValue(option);
    } else if (children) {
      const found: CommandSpec | undefined = children.find(
        (each) => each.name === word || each.aliases?.includes(word),
      );
      if (!found) return { children: [], args: 0 };
      spec = found;
      children = found.commands;
    } else args += 1;
  }
  return { ...(spec ? { spec } : {}), ...(children ? { children } : {}), args };
}

const optionsOf = (spec: CommandSpec): readonly OptionSpec[] => [...(spec.options ?? []), ...GLOBAL_OPTIONS];
const namesIn = ({ flags }: OptionSpec): readonly string[] => flags.match(/--?[a-z][a-z-]*/gi) ?? [];
const optionNamed = (spec: CommandSpec, word: string): OptionSpec | undefined =>
  optionsOf(spec).find((each) => namesIn(each).includes(word));
const takesValue = ({ flags }: OptionSpec): boolean => flags.includes('<');

const flagsOf = (spec: CommandSpec): Candidate[] =>
  optionsOf(spec).map((each) => ({ value: namesIn(each).at(-1) ?? '', help: each.help }));
const namesOf = (spec: CommandSpec): Candidate[] => [{ value: spec.name, help: spec.summary }];

async function valuesOf(option: OptionSpec, around: Surroundings): Promise<readonly Candidate[]> {
  if (option.choices) return option.choices.map((each) => ({ value: each.toLowerCase(), help: '' }));
  return option.kind ? namesOfKind(option.kind, around) : [];
}

async function namesOfKind(kind: Kind, around: Surroundings): Promise<readonly Candidate[]> {
  if (kind === 'service') return SERVICES.map((value) => ({ value, help: '' }));
  if (kind === 'context')
    return Object.entries(new ConfigFile(around.env).read().contexts).map(([value, { url }]) => ({
      value,
      help: url,
    }));
  const source = SOURCES[kind];
  if (!source) return [];
  const special = kind === 'job' ? ['@last'] : kind === 'user' ? ['@me'] : [];
  const live = await cached(kind, around, async () => {
    const { api } = new Invocation(
      { name: '', summary: '' },
      [],
      { timeout: `${TIMEOUT_MS / 1_000}s` },
      around,
      'berth',
    );
    const page = await api.get<{ items: readonly Item[] }>(
      source.path,
      source.paged ? { limit: MAX_VALUES } : {},
    );
    return page.items.map((item) => candidateOf(item, source.names));
  });
  return [...special.map((value) => ({ value, help: '' })), ...live];
}

/** The name; the id where there is none, or where names repeat. */
function candidateOf(item: Item, names: readonly string[]): Candidate {
  const id = plainId(item['id'] ?? item['uuid']);
  const name = names.map((each) => at(item, each)).find((each) => typeof each === 'string');
  const state = typeof item['state'] === 'string' ? item['state'].toLowerCase() : '';
  const isUsable = typeof name === 'string' && /^[\w.@:+-]+$/.test(name);
  return isUsable
    ? { value: name, help: state }
    : { value: id, help: [name, state].filter(Boolean).join(' ') };
}

async function cached(
  kind: Kind,
  around: Surroundings,
  ask: () => Promise<readonly Candidate[]>,
): Promise<readonly Candidate[]> {
  const path = join(configFolder(around.env), 'completion.json');
  const file = (readJsonObject(path) ?? {}) as {
    readonly [kind: string]: {
      readonly at: number;
      readonly url: string;
      readonly values: readonly Candidate[];
    };
  };
  const url = new Invocation({ name: '', summary: '' }, [], {}, around, 'berth').url;
  const known = file[kind]?.url === url ? file[kind] : undefined;
  if (known && Date.now() - known.at < CACHE_TTL_MS) return known.values;
  try {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('late')), TIMEOUT_MS);
    });
    const values = await Promise.race([ask(), late]).finally(() => clearTimeout(timer));
    writeJson(path, { ...file, [kind]: { at: Date.now(), url, values } });
    return values;
  } catch {
    return known?.values ?? [];
  }
}

const startingWith = (current: string, candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.filter(({ value }) => value !== '' && value.startsWith(current));
