import { readFileSync, writeFileSync } from 'node:fs';
import { printedSchema } from './schema.js';

/** `schema:print` writes the snapshot; `schema:check` fails where it is not what the code says. */
const SNAPSHOT = new URL('../../schema.graphql', import.meta.url);

if (process.argv.includes('--check')) {
  if (readFileSync(SNAPSHOT, 'utf8') !== printedSchema()) {
    console.error(
      'gateway/schema.graphql is not what the code says: npm run schema:print --workspace @berth/gateway',
    );
    process.exit(1);
  }
} else writeFileSync(SNAPSHOT, printedSchema());
