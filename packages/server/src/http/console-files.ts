import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { App } from './app-types.ts';

const notBuilt = `<!doctype html><title>Countersign</title><h1>The console is not built</h1>
<p>Run <code>npm run build:console</code> and load this page again. The API works without it: see <a href="/docs">/docs</a>.</p>`;

// Set afterwards: the answer is made before `onFound` is called.
const keep =
  (cacheControl: string): MiddlewareHandler =>
  async (c, next) => {
    await next();
    if (c.res.ok) c.header('cache-control', cacheControl);
  };

/** At the top only: names of checkpoints have dots too, and stand in the paths of pages. */
const isMissingFile = (at: string) => path.dirname(at) === '/' && path.extname(at) !== '';

/** The console's files, and its page for every path that is not the API's. */
export function consoleRoutes(app: OpenAPIHono<App>, consoleDir: string | null): void {
  const page = consoleDir && path.join(consoleDir, 'index.html');
  if (!consoleDir || !page || !existsSync(page)) {
    app.get('/', (c) => c.html(notBuilt));
    return;
  }
  app.use('/assets/*', keep('public, max-age=31536000, immutable'), serveStatic({ root: consoleDir, precompressed: true }));
  app.get('/:file{[\\w.-]+\\.(svg|png|ico|js|css|webmanifest|txt)}', keep('no-cache'), serveStatic({ root: consoleDir }));
  app.get('*', (c, next) => {
    if (/^\/(v1|docs|assets)(\/|$)/.test(c.req.path) || isMissingFile(c.req.path)) return next();
    return c.html(readFileSync(page, 'utf8'), 200, { 'cache-control': 'no-cache' });
  });
}
