import type { Kind, RestAction } from '../command-row.js';
import { CliError, UsageError } from '../errors.js';
import { longFlag, type Invocation } from '../invocation.js';
import { confirm } from '../prompt.js';
import { REST, type Query } from '../http/api.js';
import { at, plainId, type Item, type View } from '../output/view.js';
import { projectOf } from './project.js';
import { resolveId } from './resolve.js';
import { attributeOf, fieldsOf, fileMembers, nested, nowHere } from './values.js';

const JUST_ID: View = { name: 'id', columns: [{ header: 'ID', cell: ({ id }) => plainId(id) }] };
const PAGE = 100;
const DEFAULT_LIMIT = 50;

/** A command that is one request, or one for each of several arguments. */
export async function runRest(invocation: Invocation): Promise<void> {
  const { rest } = invocation.spec;
  if (!rest) throw new Error(`${invocation.commandPath} is no request`);
  checkRequired(invocation);
  const fields = await resolvedFields(invocation);
  if (rest.confirm) await confirm(invocation, rest.confirm.replace('{}', invocation.args.join(', ')));
  if (rest.argsField !== undefined) {
    const ids = invocation.args.map((text, index) => resolveId(invocation, kindOf(invocation, index), text));
    return request(
      invocation,
      rest,
      [],
      new Map([
        ...fields,
        [rest.argsField, rest.argsField.endsWith('s') ? await Promise.all(ids) : await ids[0]],
      ]),
    );
  }
  const places = rest.path.split('{}').length - 1;
  const fixed = invocation.args.slice(0, Math.max(0, places - 1));
  const repeated = places === 0 ? [''] : invocation.args.slice(places - 1);
  let failure: unknown;
  for (const last of repeated) {
    try {
      const ids = await Promise.all(
        (places === 0 ? [] : [...fixed, last]).map((text, index) =>
          resolveId(invocation, kindOf(invocation, index), text),
        ),
      );
      await request(invocation, rest, ids, fields);
    } catch (error) {
      // of several the others are done all the same, and the first failure is how it ends
      if (repeated.length === 1 || !(error instanceof CliError)) throw error;
      if (failure !== undefined) invocation.output.warn(`berth: ${last}: ${error.message}`);
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}

const kindOf = ({ spec }: Invocation, index: number): Kind =>
  spec.kinds?.[index] ?? spec.kinds?.at(-1) ?? 'id';

function checkRequired(invocation: Invocation): void {
  for (const spec of invocation.spec.options ?? []) {
    if (!spec.required || spec.field === 'project') continue;
    const given = invocation.options[attributeOf(spec)] ?? (spec.setting && invocation.setting(spec.setting));
    if (given === undefined)
      throw new UsageError(`${longFlag(spec)} is missing: ${spec.help}`, `${invocation.commandPath} --help`);
  }
}

/** With names looked up where the API takes ids only. */
export async function resolvedFields(invocation: Invocation): Promise<ReadonlyMap<string, unknown>> {
  const fields = new Map<string, unknown>();
  for (const [field, { spec, value }] of fieldsOf(invocation)) {
    const { kind, resolve } = spec;
    if (!kind || !resolve) fields.set(field, value);
    else if (Array.isArray(value))
      fields.set(field, await Promise.all(value.map((each) => resolveId(invocation, kind, String(each)))));
    else fields.set(field, await resolveId(invocation, kind, String(value)));
  }
  const needsProject = invocation.spec.options?.some(
    ({ field, required }) => field === 'project' && required,
  );
  if (needsProject && !fields.has('project')) fields.set('project', await projectOf(invocation));
  for (const { field, wrap } of invocation.spec.options ?? []) {
    const values = field === undefined ? undefined : fields.get(field);
    if (wrap !== undefined && field !== undefined && Array.isArray(values))
      fields.set(
        field,
        values.map((value: unknown) => ({ [wrap]: value })),
      );
  }
  const zone = invocation.spec.rest?.zoneField;
  const object = zone?.includes('.') ? zone.slice(0, zone.indexOf('.') + 1) : '';
  if (zone !== undefined && !fields.has(zone) && [...fields.keys()].some((field) => field.startsWith(object)))
    fields.set(zone, nowHere(invocation.flag('utc')).timeZone);
  return fields;
}

async function request(
  invocation: Invocation,
  rest: RestAction,
  ids: readonly string[],
  fields: ReadonlyMap<string, unknown>,
): Promise<void> {
  const { api, output } = invocation;
  let index = 0;
  const path = rest.path.replace(/\{\}/g, () => encodeURIComponent(ids[index++] ?? ''));
  const view = rest.view ?? JUST_ID;
  if (rest.paged) return output.list(await pages(invocation, path, queryOf(fields)), view);
  if (rest.items) {
    const { items } = await api.get<{ items: readonly Item[] }>(path, {
      ...(rest.body as Query),
      ...queryOf(fields),
    });
    return output.list(items, view);
  }
  const inQuery = rest.method === 'GET' || rest.method === 'DELETE';
  const answer = await api.json<Item | undefined>(rest.method, REST + path, {
    ...(inQuery
      ? { query: { ...(rest.body as Query), ...queryOf(fields) } }
      : { body: { ...fileMembers(invocation), ...rest.body, ...nested(fields) } }),
  });
  const shown = rest.member === undefined ? answer : at(answer, rest.member);
  if (rest.done) output.say(rest.done.replace('{}', invocation.args.at(ids.length - 1) ?? ''));
  if (shown === undefined || shown === null) return;
  if (Array.isArray(shown)) return output.list(shown as Item[], view);
  if (!rest.done || !output.isForPeople) await output.one(shown as Item, view);
}

const queryOf = (fields: ReadonlyMap<string, unknown>): Query => Object.fromEntries(fields) as Query;

/** As many as `--limit` says, page by page. */
async function pages(invocation: Invocation, path: string, query: Query): Promise<readonly Item[]> {
  const given = invocation.text('limit');
  const limit = given === undefined ? DEFAULT_LIMIT : Number(given);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit: "${given ?? ''}" is not a whole number above 0; write for example 200`);
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await invocation.api.get<{ items: readonly Item[]; next: string | null }>(path, {
      ...query,
      limit: Math.min(PAGE, limit - items.length),
      ...(cursor === undefined ? {} : { cursor }),
    });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && items.length < limit);
  if (cursor !== undefined && given === undefined)
    invocation.output.say(`the first ${items.length}; --limit shows more`);
  return items;
}
