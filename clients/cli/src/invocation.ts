import type { CommandRow, OptionSpec } from './command-row.js';
import {
  ConfigFile,
  checkUrl,
  DEFAULT_CONTEXT,
  namesOfContexts,
  type ContextSettings,
} from './config/config.js';
import { CredentialsFile } from './config/credentials.js';
import type { Environment } from './config/files.js';
import { StateFile } from './config/state.js';
import { UsageError } from './errors.js';
import { Api } from './http/api.js';
import { Session } from './http/session.js';
import { wantsColour } from './output/colours.js';
import { Output, parseOutputKind, type OutputKind } from './output/output.js';
import { parseDuration } from './time/duration.js';
import { VERSION } from './version.js';

/** What a command runs in: a process, or a test. */
export interface Surroundings {
  readonly env: Environment;
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly isTerminal: boolean;
}

export type Options = { readonly [name: string]: unknown };

const TIMEOUT_MS = 30_000;

/** One command as it was called: arguments, options, and what they stand for. */
export class Invocation {
  readonly config: ConfigFile;
  readonly credentials: CredentialsFile;
  readonly state: StateFile;
  readonly output: Output;
  #api: Api | undefined;

  constructor(
    readonly spec: CommandRow,
    readonly args: readonly string[],
    readonly options: Options,
    readonly around: Surroundings,
    /** `berth job list`, for messages. */
    readonly commandPath: string,
  ) {
    this.config = new ConfigFile(around.env);
    this.credentials = new CredentialsFile(around.env);
    this.state = new StateFile(around.env);
    this.output = this.#makeOutput();
  }

  get env(): Environment {
    return this.around.env;
  }

  /** The gateway that this talks to. */
  get api(): Api {
    return (this.#api ??= this.apiOf(this.url, this.contextName));
  }

  apiOf(url: string, context: string | undefined): Api {
    const { env } = this;
    const debug = this.flag('debug');
    return new Api({
      url,
      session: new Session(url, context, this.credentials, env['BERTH_TOKEN'] || undefined),
      state: this.state,
      timeoutMs: this.timeoutMs,
      userAgent: `berth-cli/${VERSION}`,
      debug: (line) => {
        if (debug) this.around.stderr(`debug: ${line}\n`);
      },
      ...(this.text('idempotencyKey') === undefined
        ? {}
        : { idempotencyKey: this.text('idempotencyKey') ?? '' }),
    });
  }

  get timeoutMs(): number {
    const given = this.text('timeout');
    return given === undefined ? TIMEOUT_MS : parseDuration(given, '--timeout');
  }

  /** `--url`, `BERTH_URL`, or the context's. */
  get url(): string {
    const given = this.text('url');
    if (given !== undefined) return checkUrl(given, '--url');
    const ofEnv = this.env['BERTH_URL'];
    if (ofEnv && this.text('context') === undefined) return checkUrl(ofEnv, 'BERTH_URL');
    const url = this.context?.url;
    if (url !== undefined) return checkUrl(url, `contexts.${this.contextName ?? ''}.url`);
    throw new UsageError(
      'there is no gateway to talk to: neither --url, BERTH_URL nor a context',
      'berth login https://berth.example.org',
    );
  }

  /** The context whose settings and credentials count. */
  get contextName(): string | undefined {
    const config = this.config.read();
    const given = this.text('context') ?? (this.env['BERTH_CONTEXT'] || undefined);
    if (given !== undefined) {
      if (!Object.hasOwn(config.contexts, given) && this.commandPath !== 'berth login')
        throw new UsageError(
          `--context: there is no context ${given}; ${namesOfContexts(config.contexts)}`,
          `berth context add ${given} URL`,
        );
      return given;
    }
    const wanted = this.text('url') ?? (this.env['BERTH_URL'] || undefined);
    if (wanted === undefined) return config.current;
    const url = checkUrl(wanted, 'BERTH_URL');
    const { current } = config;
    if (current !== undefined && config.contexts[current]?.url === url) return current;
    return Object.entries(config.contexts).find(([, each]) => each.url === url)?.[0];
  }

  get context(): ContextSettings | undefined {
    const name = this.contextName;
    return name === undefined ? undefined : this.config.read().contexts[name];
  }

  /** Where a log-in goes to that names no context. */
  get contextToWrite(): string {
    return this.text('context') ?? this.contextName ?? DEFAULT_CONTEXT;
  }

  /** A setting of the context, or of the environment. */
  setting(name: 'project' | 'pool'): string | undefined {
    return this.env[`BERTH_${name.toUpperCase()}`] || this.context?.[name];
  }

  text(name: string): string | undefined {
    const value = this.options[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.options[name];
    if (Array.isArray(value)) return value as readonly string[];
    return typeof value === 'string' ? [value] : [];
  }

  flag(name: string): boolean {
    return this.options[name] === true;
  }

  arg(index: number): string {
    return this.args[index] ?? '';
  }

  /** The option that sets a field, as people write it. */
  optionOf(field: string): string | undefined {
    const found = this.spec.options?.find(
      (each) => each.field === field || field.startsWith(`${each.field ?? ' '}.`),
    );
    return found && longFlag(found);
  }

  #makeOutput(): Output {
    const { json } = this.options;
    const asked = this.text('output');
    const fields = typeof json === 'string' ? json.split(',').map((each) => each.trim()) : [];
    const isJson = json !== undefined || this.text('jq') !== undefined;
    let kind: OutputKind = isJson ? 'json' : 'table';
    if (asked !== undefined) kind = parseOutputKind(asked, '-o');
    else if (!isJson) kind = this.#defaultKind();
    if (this.text('jq') !== undefined && kind !== 'json')
      throw new UsageError(`--jq: goes without -o ${kind}; it makes something of the JSON`);
    return new Output(
      {
        kind: json !== undefined ? 'json' : kind,
        fields,
        looks: { utc: this.flag('utc') },
        colour: wantsColour(this.env, this.around.isTerminal, this.options['color'] !== false),
        quiet: this.flag('quiet'),
      },
      this.around.stdout,
      this.around.stderr,
    );
  }

  /** A broken file is told by the command that needs it, not by all. */
  #defaultKind(): OutputKind {
    try {
      const output = this.context?.output;
      return output === undefined ? 'table' : parseOutputKind(output, 'output of the context');
    } catch {
      return 'table';
    }
  }
}

export const longFlag = ({ flags }: OptionSpec): string => /--[a-z-]+/.exec(flags)?.[0] ?? flags;
