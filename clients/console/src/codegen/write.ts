import { readFileSync, globSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.js';

/** Writes `src/generated/operations.ts` from the public schema and every `.graphql` file of the console. */
const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
const SCHEMA = fileURLToPath(new URL('../../../../gateway/schema.graphql', import.meta.url));

const files = globSync('**/*.graphql', { cwd: SOURCES }).sort();
const documents = files.map((file) => ({ file, text: readFileSync(SOURCES + file, 'utf8') }));
writeFileSync(`${SOURCES}generated/operations.ts`, await generate(readFileSync(SCHEMA, 'utf8'), documents));
