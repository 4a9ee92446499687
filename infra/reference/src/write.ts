import { mkdirSync, writeFileSync } from 'node:fs';
import { pages } from './pages.js';

/** `npm run reference`: writes the generated pages of docs/reference. */
const folder = new URL('../../../docs/reference/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries(pages())) {
  writeFileSync(new URL(file, folder), text);
  console.log(`docs/reference/${file}`);
}
