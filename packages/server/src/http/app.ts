import { randomUUID } from 'node:crypto';
import { CountersignError } from '@countersign/contract';
import { type Hint, migrations } from '@countersign/engine';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { cors } from 'hono/cors';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { tooManyTries } from '../people/join.ts';
import { openWho } from '../people/who.ts';
import type { App, Request as AppRequest, Parts } from './app-types.ts';
import { consoleRoutes } from './console-files.ts';
import { docsRoutes } from './docs.ts';
import { identify, refuseForeignPage } from './identify.ts';
import type { Metrics } from './metrics.ts';
import { sendProblem } from './problem.ts';
import { batchRoutes } from './routes/batches.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { checkpointRoutes } from './routes/checkpoints.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { deskRoutes } from './routes/desk.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/export.ts';
import { flagRoutes } from './routes/flags.ts';
import { imageRoutes } from './routes/images.ts';
import { itemRoutes } from './routes/items.ts';
import { lessonRoutes } from './routes/lessons.ts';
import { peopleRoutes } from './routes/people.ts';
import { providerRoutes } from './routes/providers.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { workflowRoutes } from './routes/workflows.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Anybody can make up methods; each would be a series for ever. */
const methodLabel = (method: string) => (methods.has(method) ? method : 'OTHER');

const largestBody = 16_000_000;
/** Nobody reads a body that comes with these. */
const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);
const openPaths = new Set(['/v1/me', '/v1/invitations/accept']);

export interface AppOptions {
  parts: Parts;
  metrics: Metrics;
  consoleDir: string | null;
}

/** The whole outside of Countersign as one app: `app.request()` answers without a socket. */
export function createApp({ parts, metrics, consoleDir }: AppOptions): {
  app: OpenAPIHono<App>;
  forget: (hint: Hint) => void;
  forgetAll: () => void;
} {
  const { db, auth, logger, publicUrl } = parts;
  const app = new OpenAPIHono<App>();
  const who = openWho({ db, auth });

  app.onError((error, c) => sendProblem(c as AppRequest, error));
  app.notFound((c) =>
    sendProblem(c as AppRequest, new CountersignError('not_found', `There is nothing at ${c.req.path}. /docs lists what there is.`)),
  );

  app.use('*', async (c, next) => {
    c.set('requestId', randomUUID());
    c.set('logger', logger);
    const startedAt = performance.now();
    await next();
    const seconds = (performance.now() - startedAt) / 1000;
    metrics.requests.observe({ method: methodLabel(c.req.method), route: routePath(c, -1), status: String(c.res.status) }, seconds);
    logger.debug(
      { requestId: c.get('requestId'), method: c.req.method, path: c.req.path, status: c.res.status, ms: Math.round(seconds * 1000) },
      'request',
    );
  });
  app.use('*', pageHeaders(publicUrl));

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    const { rows } = await db.pool.query('select max(version) as version from schema_migrations');
    const expected = migrations().at(-1)?.version;
    if (rows[0].version !== expected)
      throw new CountersignError(
        'database_unavailable',
        `The schema is at ${rows[0].version}, this server needs ${expected}. Run \`countersign migrate\`.`,
      );
    return c.json({ ok: true });
  });
  app.get('/metrics', async (c) => c.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }));

  // Any page may call with a key; sessions are not sent along, because credentials are not allowed here.
  app.use(
    '/v1/*',
    cors({
      origin: '*',
      allowHeaders: ['Authorization', 'Content-Type', 'Last-Event-ID'],
      exposeHeaders: ['Idempotent-Replayed', 'Retry-After'],
      maxAge: 600,
    }),
  );

  // Node holds a body to the length that it names, so only one without a length has to be counted.
  app.use('/v1/*', async (c, next) => {
    if (c.req.path.endsWith('/items/import') || c.req.path === '/v1/batches' || bodiless.has(c.req.method)) return next();
    const length = c.req.header('content-length');
    if (Number(length ?? 0) > largestBody) throw tooLarge();
    if (length === undefined || c.req.header('transfer-encoding') !== undefined) await holdBody(c);
    await next();
  });

  app.on(['GET', 'POST'], '/v1/auth/*', async (c) => {
    if (c.req.method !== 'GET') refuseForeignPage(c as AppRequest);
    const response = await auth.handler(c.req.raw);
    who.forgetAll();
    return response.status < 400 ? response : authProblem(c as AppRequest, response);
  });

  app.use('/v1/*', async (c, next) => {
    if (!openPaths.has(c.req.path)) c.set('actor', (await identify(c as AppRequest, who)).context);
    await next();
  });

  checkpointRoutes(app, parts);
  bulkRoutes(app, parts);
  itemRoutes(app, parts);
  reviewRoutes(app, parts);
  flagRoutes(app, parts);
  lessonRoutes(app, parts);
  deskRoutes(app, parts);
  imageRoutes(app, parts);
  exportRoutes(app, parts);
  correctionRoutes(app);
  datasetRoutes(app, parts);
  eventRoutes(app, parts);
  providerRoutes(app, parts);
  workflowRoutes(app, parts);
  batchRoutes(app, parts);
  peopleRoutes(app, parts, who);
  signInRoutes(app);
  docsRoutes(app);
  consoleRoutes(app, consoleDir);
  return { app, forget: who.forget, forgetAll: who.forgetAll };
}

const tooLarge = () =>
  new CountersignError('payload_too_large', 'The body is larger than 16 MB. Send many items through the import route, one per line.');

/** Reads a body of unknown length, and no more of it than is allowed. */
async function holdBody({ req }: HonoContext): Promise<void> {
  const { method, headers, body, signal } = req.raw;
  if (!body) return;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > largestBody) throw tooLarge();
    chunks.push(chunk);
  }
  req.raw = new Request(req.url, { method, headers, body: Buffer.concat(chunks), signal });
}

function pageHeaders(publicUrl: string) {
  return secureHeaders({
    // An image from elsewhere comes with a stricter policy of its own.
    overwrite: false,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
  });
}

/** better-auth answers in its own form; people and programs get ours. */
async function authProblem(c: AppRequest, response: Response): Promise<Response> {
  const body = (await response.json().catch(() => ({}))) as { message?: string };
  if (response.status === 429) return sendProblem(c, tooManyTries(response));
  if (response.status === 401) return sendProblem(c, new CountersignError('not_signed_in', 'The e-mail address or the password is wrong.'));
  if (response.status === 403) return sendProblem(c, new CountersignError('not_allowed', body.message ?? 'This is not allowed.'));
  if (response.status === 404) return sendProblem(c, new CountersignError('not_found', `There is nothing at ${c.req.path}.`));
  if (response.status >= 500)
    return sendProblem(
      c,
      new CountersignError('database_unavailable', 'Signing in does not work just now. Try again in a moment.', { retryAfter: 1 }),
    );
  return sendProblem(c, new CountersignError('invalid_input', body.message ?? 'The request is not valid.'));
}
