import { readFileSync, writeFileSync } from 'node:fs';
import { catalogueAsJsonSchema, type CatalogueEntry } from './catalogue.js';
import { breakingChanges } from './compatibility.js';

/** `npm run catalogue`: takes additions into the published catalogue; refuses whatever would break a published event. */
const file = new URL('../published-events.json', import.meta.url);

function published(): CatalogueEntry[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CatalogueEntry[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const current = catalogueAsJsonSchema();
const broken = breakingChanges(published(), current);
if (broken.length > 0) {
  console.error(
    `Published events must not change; add a new version of the event and an upcaster:\n  ${broken.join('\n  ')}`,
  );
  process.exitCode = 1;
} else {
  writeFileSync(file, `${JSON.stringify(current, null, 2)}\n`);
  console.log(`${current.length} events are published`);
}
