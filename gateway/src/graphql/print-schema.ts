import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { changeLog, changesSince } from './schema-changes.js';
import { printedSchema, schema } from './schema.js';

/** `schema:print` writes the snapshot and the change log; `schema:check` fails where one is not what the code says. */
const at = (path: string) => new URL(`../../${path}`, import.meta.url);

const released = buildSchema(readFileSync(at('schema.released.graphql'), 'utf8'));
const changes = await changesSince(released, schema);
const written = [
  { path: 'schema.graphql', text: printedSchema() },
  { path: '../docs/schema-changes.md', text: changeLog(changes) },
];

if (process.argv.includes('--check')) {
  for (const { path, text } of written) {
    if (readFileSync(at(path), 'utf8') === text) continue;
    console.error(
      `gateway/${path} is not what the code says: npm run schema:print --workspace @berth/gateway`,
    );
    process.exitCode = 1;
  }
  for (const change of changes.breaking) {
    console.error(`breaking change of the public schema: ${change}`);
    process.exitCode = 1;
  }
} else for (const { path, text } of written) writeFileSync(at(path), text);
