import { writeFileSync } from 'node:fs';
import { generatedFiles, PACKAGE } from './generated-files.js';

/** `npm run generate --workspace @berth/python`; a test holds that the files in the repository are these. */
for (const [path, text] of generatedFiles()) writeFileSync(PACKAGE + path, text);
