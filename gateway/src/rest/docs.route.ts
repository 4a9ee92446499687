import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Route } from '../http/server.js';
import { staticFile, staticFiles, type StaticFile } from '../http/static-files.js';
import { BASE_PATH } from './base-path.js';

export const DOCS_PATH = '/docs/';

/** Swagger UI makes styles of its own; scripts, requests and pictures come from this origin alone. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Berth: REST API</title>
    <link rel="icon" href="favicon-32x32.png">
    <link rel="stylesheet" href="swagger-ui.css">
    <link rel="stylesheet" href="theme.css">
  </head>
  <body>
    <main id="api"></main>
    <noscript>This page needs JavaScript. The document that it shows is at ${BASE_PATH}/openapi.json.</noscript>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;

/** Without a validator, which would send the document to another origin. */
const START = `'use strict';
window.ui = SwaggerUIBundle({
  url: '${BASE_PATH}/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  filter: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  requestSnippetsEnabled: true,
  tryItOutEnabled: true,
  syntaxHighlight: { activated: true, theme: 'agate' },
});
`;

const THEME = `body { margin: 0; background: #fafafa; }
.swagger-ui .topbar { display: none; }
.swagger-ui .info { margin: 24px 0; }
.swagger-ui .opblock-tag { font-size: 18px; }
@media (prefers-color-scheme: dark) {
  html { background: #16181d; }
  body { background: #16181d; }
  #api { filter: invert(0.88) hue-rotate(180deg); }
  #api img { filter: invert(1) hue-rotate(180deg); }
}
`;

const text = (type: string, body: string): StaticFile => ({
  type: `${type}; charset=utf-8`,
  read: () => body,
});

/** `/docs/`: the REST API in a browser, where it can be tried. Everything comes from the gateway. */
export function docsRoute(): Route {
  const folder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
  const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
  return staticFiles(
    DOCS_PATH,
    {
      '': text('text/html', PAGE),
      'start.js': text('text/javascript', START),
      'theme.css': text('text/css', THEME),
      ...Object.fromEntries(files.map((name) => [name, staticFile(join(folder, name))])),
    },
    POLICY,
  );
}

export const toDocs: Route = (_request, response) => {
  response.writeHead(308, { location: DOCS_PATH, 'cache-control': 'no-cache' }).end();
};
