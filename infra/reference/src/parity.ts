import { readFileSync } from 'node:fs';
import type { CommandSpec } from '@berth/cli/command';
import { commands } from '@berth/cli/commands/index';
import { SECRET_OPERATIONS } from '@berth/cli/mcp/tools';
import { schema } from '@berth/gateway/graphql/schema';
import type { Route } from '@berth/gateway/rest/route';
import { GRAPHQL_ONLY, ROUTES } from '@berth/gateway/rest/routes';

const PYTHON = new URL('../../../clients/python/berth/_async/operations.py', import.meta.url);

const ON_PAGE = 'on the page `/device`, in the browser where one is logged in';

/** Operations without a command of their own, and why; `berth api` sends them all the same. */
const NO_COMMAND: { readonly [operation: string]: string } = {
  approveDeviceLogin: ON_PAGE,
  denyDeviceLogin: ON_PAGE,
  deviceLogin: ON_PAGE,
  deviceSamples: '`berth top` follows those of a pool',
  nodes: 'as in REST',
  submitJobs: 'a shell loop, or `berth submit --array`',
};

/** Operations without a Python method of their own, and why; `Client.graphql` sends them all the same. */
const NO_METHOD: { readonly [operation: string]: string } = { nodes: 'as in REST' };

export interface ParityRow {
  readonly group: string;
  /** As in GraphQL: `submitJob`, `job.logs`. */
  readonly operation: string;
  readonly kind: string;
  readonly rest: readonly string[];
  readonly cli: readonly string[];
  readonly python: readonly string[];
  readonly mcp: string;
}

/** `GET /jobs/{}`: a route whatever its names are called. */
const keyOf = (method: string, path: string): string => `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;

/** Every operation of GraphQL that a program may want, with how each face has it. */
export function parityRows(): readonly ParityRow[] {
  const cli = commandsByRoute();
  const python = methodsByRoute();
  const rows = fieldsOfSchema().map(({ operation, kind }): ParityRow => {
    const routes = ROUTES.filter(({ field, live }) => field === operation || live === operation);
    const keys = routes.map(({ method, path }) => keyOf(method, path));
    return {
      group: routes[0]?.group ?? 'Objects',
      operation,
      kind,
      rest: routes.map((route) => restOf(route, operation)),
      cli: keys.flatMap((key) => cli.get(key) ?? []),
      python: keys.flatMap((key) => python.get(key) ?? []),
      mcp: mcpOf(operation, routes),
    };
  });
  return rows.map((row) => ({
    ...row,
    rest: orReason(row.rest, GRAPHQL_ONLY[row.operation]),
    cli: orReason(unique(row.cli), NO_COMMAND[row.operation]),
    python: orReason(unique(row.python), NO_METHOD[row.operation]),
  }));
}

/** Reasons that no hole needs. */
export function unusedReasons(): readonly string[] {
  const rows = parityRows();
  const isUsed = (face: 'cli' | 'python', reasons: object) => (operation: string) =>
    rows.some((row) => row.operation === operation && row[face][0] === reasons[operation as never]);
  return [
    ...Object.keys(NO_COMMAND).filter((operation) => !isUsed('cli', NO_COMMAND)(operation)),
    ...Object.keys(NO_METHOD).filter((operation) => !isUsed('python', NO_METHOD)(operation)),
  ];
}

const orReason = (ways: readonly string[], reason: string | undefined): readonly string[] =>
  ways.length > 0 || reason === undefined ? ways : [reason];
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

function fieldsOfSchema(): readonly { readonly operation: string; readonly kind: string }[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((root) =>
    Object.keys(root?.getFields() ?? {}).map((operation) => ({
      operation,
      kind: root?.name.toLowerCase() ?? '',
    })),
  );
  // what is read of an object by a route of its own
  const nested = unique(ROUTES.map(({ field }) => field).filter((field) => /[.:]/.test(field)));
  return [
    ...fields.filter(({ operation }) => operation !== 'node'),
    ...nested.map((operation) => ({ operation, kind: 'query' })),
  ];
}

const restOf = ({ method, path, live, streamOnly }: Route, operation: string): string =>
  `\`${method} ${path}\`${live === operation || streamOnly ? ' (stream)' : ''}`;

function mcpOf(operation: string, routes: readonly Route[]): string {
  if (routes.length === 0) return '';
  if (SECRET_OPERATIONS.has(operation)) return 'no: a secret';
  if (routes.every(({ live, streamOnly }) => live === operation || streamOnly)) return 'no: a stream';
  if (routes.some(({ bodyOf }) => bodyOf !== undefined)) return 'no: any members';
  return routes.every(({ method }) => method === 'GET') || operation === 'simulate' ? 'reads' : 'writes';
}

function commandsByRoute(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const visit = (spec: CommandSpec, before: string): void => {
    const path = `${before} ${spec.name}`;
    for (const child of spec.commands ?? []) visit(child, path);
    const own = spec.rest ? [keyOf(spec.rest.method, spec.rest.path)] : (spec.uses ?? []);
    for (const key of own) found.set(key, [...(found.get(key) ?? []), `\`${path}\``]);
  };
  for (const spec of commands) visit(spec, 'berth');
  return found;
}

/** The generated methods name their request; `Client` has the everyday ones under shorter names besides. */
function methodsByRoute(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const methods = readFileSync(PYTHON, 'utf8')
    .split(/\n {4}(?:async )?def /)
    .slice(1);
  for (const text of methods) {
    const [, name] = /^(\w+)\(/.exec(text) ?? [];
    const [, method = 'GET', path] =
      /_transport\.\w+\(\s*(?:"(GET|POST|PUT|PATCH|DELETE)",\s*)?f?"(\/[^"]*)"/.exec(text) ?? [];
    if (name === undefined || path === undefined || name.startsWith('_')) continue;
    const key = keyOf(method, path);
    found.set(key, [...(found.get(key) ?? []), `\`${name}\``]);
  }
  return found;
}

/** The page of docs/reference. */
export function parityPage(): string {
  const rows = parityRows();
  const chapters = unique(rows.map(({ group }) => group)).map((group) => {
    const lines = rows
      .filter((row) => row.group === group)
      .map(({ operation, kind, rest, cli, python, mcp }) => {
        const cells = [rest, cli, python].map((ways) => ways.join('<br>').replaceAll('|', '\\|'));
        return `| \`${operation}\`${kind === 'query' ? '' : ` (${kind})`} | ${cells.join(' | ')} | ${mcp} |`;
      });
    return `## ${group}\n\n| GraphQL | REST, below /api/v1 | \`berth\` | Python | MCP |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}`;
  });
  return `# What each face has\n\nEvery operation, and how it is said in GraphQL, REST, the command line, Python and by a tool of \`berth mcp\`. What is not in code font is the reason why a face has nothing of its own for it: \`berth api\` sends any route, \`berth graphql\` and \`Client.graphql\` any document. Python's methods are those of \`Client.api\`; \`Client\` itself has the everyday ones under shorter names ([Python](../python.md)).\n\n${chapters.join('\n\n')}`;
}
