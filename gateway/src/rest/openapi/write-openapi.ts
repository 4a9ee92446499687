import { readFileSync, writeFileSync } from 'node:fs';
import { schema } from '../../graphql/schema.js';
import { ROUTES } from '../routes.js';
import { openApiDocument } from './document.js';

/**
 * `npm run openapi:print`: writes gateway/openapi.json. With `--check` it fails where that is not what the code says. The
 * client for Python is generated from it.
 */
const FILE = new URL('../../../openapi.json', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};
const text = `${JSON.stringify(openApiDocument(schema, ROUTES, version), null, 1)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
  console.log('then: npm run reference, which also generates the client for Python');
} else if (readFileSync(FILE, 'utf8') !== text) {
  console.error(
    'gateway/openapi.json is not what the code says; run `npm run openapi:print --workspace @berth/gateway`',
  );
  process.exitCode = 1;
}
