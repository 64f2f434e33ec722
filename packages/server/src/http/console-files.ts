import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from './app-types.ts';

const notBuilt = `<!doctype html><title>Countersign</title><h1>The console is not built</h1>
<p>Run <code>npm run build:console</code> and load this page again. The API works without it: see <a href="/docs">/docs</a>.</p>`;

/** The console's files, and its page for every path that is not the API's. */
export function consoleRoutes(app: OpenAPIHono<App>, consoleDir: string | null): void {
  const page = consoleDir && path.join(consoleDir, 'index.html');
  if (!consoleDir || !page || !existsSync(page)) {
    app.get('/', (c) => c.html(notBuilt));
    return;
  }
  app.use(
    '/assets/*',
    serveStatic({
      root: consoleDir,
      precompressed: true,
      onFound: (_, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  );
  app.get(
    '/:file{[\\w.-]+\\.(svg|png|ico|js|css|webmanifest|txt)}',
    serveStatic({ root: consoleDir, onFound: (_, c) => c.header('cache-control', 'no-cache') }),
  );
  app.get('*', (c, next) => {
    if (/^\/(v1|docs|assets)(\/|$)/.test(c.req.path) || path.extname(c.req.path) !== '') return next();
    return c.html(readFileSync(page, 'utf8'), 200, { 'cache-control': 'no-cache' });
  });
}
