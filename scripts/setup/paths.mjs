import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
/** What is fetched and what tells whether it is up to date; shared by all data folders of the clone. */
export const TOOLS = join(ROOT, 'data', 'tools');
