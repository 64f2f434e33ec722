import { createRequire } from 'node:module';
import path from 'node:path';
import { errorStatus } from '@countersign/contract';
import { serveStatic } from '@hono/node-server/serve-static';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from './app-types.ts';

const assets = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Countersign API</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="api"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, tryItOutEnabled: true, defaultModelsExpandDepth: 0 });`;

const information = {
  openapi: '3.1.0',
  info: {
    title: 'Countersign',
    version: '1',
    description: `AI does the heavy lifting. A person countersigns. Only then it goes live.

Send a key as \`Authorization: Bearer KEY\`. Errors are problem details (RFC 9457); their \`code\` is stable:
${Object.entries(errorStatus)
  .map(([code, status]) => `\`${code}\` (${status})`)
  .join(', ')}.`,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  security: [{ key: [] }],
};

/** The OpenAPI 3.1 document of the routes on `app`. */
export const openApiDocument = (app: OpenAPIHono<App>) => app.getOpenAPI31Document(information);

/** `/openapi.json`, and a page to read and try it that loads nothing from elsewhere. */
export function docsRoutes(app: OpenAPIHono<App>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  let document: unknown;
  app.get('/openapi.json', (c) => {
    document ??= openApiDocument(app);
    return c.json(document as object);
  });
  app.get('/docs', (c) => c.html(page));
  app.get('/docs/start.js', (c) => c.body(start, 200, { 'content-type': 'text/javascript' }));
  app.get(
    '/docs/:file{swagger-ui(-bundle)?\\.(js|css)}',
    serveStatic({ root: assets, rewriteRequestPath: (url) => url.replace('/docs/', '/') }),
  );
}
