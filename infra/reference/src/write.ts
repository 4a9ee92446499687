import { mkdirSync, writeFileSync } from 'node:fs';
import { decisionIndex } from './decisions.js';
import { pages } from './pages.js';

/** `npm run reference`: writes the generated pages of docs/reference, and the index of decisions. */
const folder = new URL('../../../docs/reference/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries(pages())) {
  writeFileSync(new URL(file, folder), text);
  console.log(`docs/reference/${file}`);
}

writeFileSync(new URL('../../../docs/adr/README.md', import.meta.url), decisionIndex());
console.log('docs/adr/README.md');
