import { agentConfig } from '@berth/agent/agent.config';
import { authConfig } from '@berth/auth/auth.config';
import { billingConfig } from '@berth/billing/billing.config';
import { cliReference } from '@berth/cli/reference/reference-page';
import { catalogueAsJsonSchema, type CatalogueEntry } from '@berth/contracts/catalogue';
import { operationCatalogue } from '@berth/contracts/operation-catalogue';
import { permissionEntry, PERMISSIONS, rolesWith, type Permission } from '@berth/contracts/permissions';
import { gatewayConfig } from '@berth/gateway/gateway.config';
import { inventoryConfig } from '@berth/inventory/inventory.config';
import { accessOf, ROLES } from '@berth/nats-trust/permissions';
import { schedulerConfig } from '@berth/scheduler/scheduler.config';
import { baseConfig } from '@berth/service-host/config';
import { telemetryConfig } from '@berth/telemetry/telemetry.config';
import type { z } from 'zod';
import { parityPage } from './parity.js';
import { problemsPage } from './problems.js';

interface Setting {
  readonly name: string;
  readonly description: string;
  readonly standard: string;
}

/** Every process and the schema that its environment is read with. */
export const processes: { readonly [name: string]: z.ZodObject } = {
  auth: authConfig,
  inventory: inventoryConfig,
  scheduler: schedulerConfig,
  telemetry: telemetryConfig,
  billing: billingConfig,
  gateway: gatewayConfig,
  agent: agentConfig,
};

const commonSettings: readonly Setting[] = settingsOf(baseConfig);

/** What one process takes beyond what every service does. */
const ownSettings = (name: string): readonly Setting[] => {
  const common = new Set(commonSettings.map((setting) => `${setting.name} ${setting.description}`));
  const schema = processes[name];
  if (!schema) throw new Error(`there is no process ${name}`);
  return settingsOf(schema).filter((setting) => !common.has(`${setting.name} ${setting.description}`));
};

function settingsOf(schema: z.ZodObject): Setting[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const type = field as z.ZodType;
    const description = type.description;
    if (description === undefined) throw new Error(`${name} has no description`);
    return { name, description, standard: standardOf(type) };
  });
}

/** The default. */
function standardOf(type: z.ZodType): string {
  const parsed = type.safeParse(undefined);
  if (!parsed.success) return 'required';
  if (parsed.data === undefined) return '';
  return typeof parsed.data === 'object' ? JSON.stringify(parsed.data) : String(parsed.data);
}

const GENERATED = '<!-- Written by `npm run reference` from the code. Do not edit. -->\n\n';
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The reference pages of docs/, by file name. */
export const pages = (): { readonly [file: string]: string } => ({
  'cli.md': `${GENERATED}${cliReference()}\n`,
  'configuration.md': configuration(),
  'events.md': events(),
  'operations.md': operations(),
  'parity.md': `${GENERATED}${parityPage()}\n`,
  'permissions.md': permissions(),
  'problems.md': `${GENERATED}${problemsPage()}\n`,
});

function configuration(): string {
  const own = Object.keys(processes).map((name) => `## ${name}\n\n${settings(ownSettings(name))}`);
  return `${GENERATED}# Configuration\n\nEnvironment variables, read once at the start. An invalid value stops the process before it connects anywhere, with an error that names the variable.\n\n## Every service\n\n${settings(commonSettings)}\n\n${own.join('\n\n')}\n`;
}

function settings(list: readonly Setting[]): string {
  if (list.length === 0) return 'Nothing of its own.';
  const rows = list.map(({ name, standard, description }) =>
    row(`\`${name}\``, standard === '' ? '' : `\`${standard}\``, description),
  );
  return [row('variable', 'default', 'meaning'), row('---', '---', '---'), ...rows].join('\n');
}

function events(): string {
  const entries = catalogueAsJsonSchema();
  const services = [...new Set(entries.map((entry) => entry.type.split('.')[0] ?? ''))];
  const chapters = services.map((service) => {
    const own = entries.filter((entry) => entry.type.startsWith(`${service}.`));
    return `## ${service}\n\n${own.map(event).join('\n\n')}`;
  });
  return `${GENERATED}# Event catalogue\n\nEvery event that Berth records, as its data is published in a CloudEvent on \`berth.evt.<service>.<projectId or _>.<entity>.<id>.<event>.vN\`. Events are permanent: fields are only added. A field with \`?\` may be absent. The JSON Schemas are in \`shared/contracts/published-events.json\`.\n\n${chapters.join('\n\n')}\n`;
}

function event({ type, description, schema }: CatalogueEntry): string {
  const properties = (schema['properties'] ?? {}) as {
    readonly [name: string]: { readonly [keyword: string]: unknown };
  };
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const fields = Object.entries(properties).map(
    ([name, field]) => `\`${name}${required.has(name) ? '' : '?'}\` ${typeOf(field)}`,
  );
  return `### \`${type}\`\n\n${description}\n\n${fields.join(' · ')}`;
}

function typeOf(field: { readonly [keyword: string]: unknown }): string {
  if (Array.isArray(field['enum'])) return field['enum'].join(' or ');
  if (field['type'] === 'array') return 'list';
  return typeof field['format'] === 'string'
    ? field['format']
    : typeof field['type'] === 'string'
      ? field['type']
      : 'value';
}

function permissions(): string {
  const list = (subjects: readonly string[]) =>
    subjects.length === 0 ? 'nothing' : subjects.map((subject) => `\`${subject}\``).join(' ');
  const chapters = ROLES.map((role) => {
    const { publish, subscribe, responses } = accessOf(role);
    const answers = responses
      ? `\n\nAnswers requests it receives (${responses.max} each, within ${responses.timeoutMs / 1000} s).`
      : '';
    return `## ${role}\n\nPublishes: ${list(publish)}\n\nSubscribes: ${list(subscribe)}${answers}`;
  });
  return `${GENERATED}# Permissions on subjects\n\nEnforced by nats-server from the signed credentials of each role; everything that is not listed is refused.\n\n${chapters.join('\n\n')}\n`;
}

function operations(): string {
  const permissionRow = (permission: Permission) => {
    const { description, callers, scope } = permissionEntry(permission);
    const needed = scope ?? (typeof callers === 'string' ? 'no token' : 'that of the operation');
    return row(`\`${permission}\``, rolesWith(permission), needed, description);
  };
  const names = Object.keys(PERMISSIONS) as Permission[];
  const rows = operationCatalogue.map(({ kind, name, permission }) => {
    const { scope } = permissionEntry(permission);
    return row(`\`${name}\``, kind, `\`${permission}\``, rolesWith(permission), scope ?? '');
  });
  return `${GENERATED}# Operations and permissions\n\nThe permission catalogue is \`shared/contracts/src/permissions.ts\`. Each operation names the permission that its caller needs; what is not listed is denied. An API token has the role of its owner, and needs the scope besides.\n\n## Permissions\n\n${[row('permission', 'roles', 'scope of an API token', 'allows to'), row('---', '---', '---', '---'), ...names.map(permissionRow)].join('\n')}\n\n## Operations\n\n${[row('operation', 'kind', 'permission', 'roles', 'scope'), row('---', '---', '---', '---', '---'), ...rows].join('\n')}\n`;
}
