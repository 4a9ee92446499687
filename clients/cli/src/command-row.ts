import type { View } from './output/view.js';

/** What an argument or option may name; names and beginnings of ids are looked up, and completion offers them. */
export type Kind =
  | 'job'
  | 'host'
  | 'pool'
  | 'project'
  | 'user'
  | 'device'
  | 'reservation'
  | 'request'
  | 'workflow'
  | 'schedule'
  | 'grant'
  | 'quota'
  | 'price'
  | 'token'
  | 'session'
  | 'joinToken'
  | 'feed'
  | 'context'
  | 'array'
  | 'service'
  /** Whatever has events. */
  | 'thing'
  | 'id';

export type OptionType =
  | 'text'
  | 'integer'
  | 'number'
  /** In minutes, hours, days or seconds, as the field has it. */
  | 'minutes'
  | 'hours'
  | 'days'
  | 'seconds'
  | 'time'
  /** An instant that has been: durations count back. */
  | 'past'
  | 'list'
  | 'flag'
  | 'yesNo'
  | 'json'
  /** Members of the request from a file, YAML or JSON. */
  | 'file'
  | 'money';

export interface OptionSpec {
  /** As commander has them: `-n, --name <name>`. */
  readonly flags: string;
  readonly help: string;
  readonly type?: OptionType;
  /** Member of the request that it sets; a dot goes into objects. */
  readonly field?: string;
  /** Values of an enumeration of the API; in lower case here. */
  readonly choices?: readonly string[];
  readonly required?: boolean;
  /** What it names. */
  readonly kind?: Kind;
  /** Whether a name is looked up, because the API takes ids only. */
  readonly resolve?: boolean;
  /** The setting of the context that stands in for it. */
  readonly setting?: 'project' | 'pool';
  readonly many?: boolean;
  /** Each value is sent as an object with this member. */
  readonly wrap?: string;
}

/** A command that is one request. `{}` in the path stands for an argument. */
export interface RestAction {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly view?: View;
  /** The member of the answer that is shown. */
  readonly member?: string;
  /** A list that is read page by page. */
  readonly paged?: boolean;
  /** A list that comes whole, in `items`. */
  readonly items?: boolean;
  /** Said on success. */
  readonly done?: string;
  /** What is asked before, unless `--yes`. */
  readonly confirm?: string;
  /** What is sent beside the options. */
  readonly body?: { readonly [name: string]: unknown };
  /** The member that all arguments go into. */
  readonly argsField?: string;
  /** Where the time zone of the reader is sent, if its object is. */
  readonly zoneField?: string;
}

/** What a command says of itself. */
export interface CommandRow {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** `<job> [reason]`; the last may be `<job...>`. */
  readonly args?: string;
  /** What the arguments name, in their order; the last one stands for those that follow. */
  readonly kinds?: readonly Kind[];
  readonly options?: readonly OptionSpec[];
  readonly example?: string;
  readonly rest?: RestAction;
  /** Routes that a command with a file of its own sends, as `POST /jobs`: what it is for, not all that it looks up. */
  readonly uses?: readonly string[];
  /** Its failures are told from those of the job that it runs, by status 125. */
  readonly endsAsJob?: boolean;
  /** Options end where the first argument stands, so that a command keeps its own. */
  readonly passThrough?: boolean;
}
