import { Problem } from '@countersign/contract';
import { parseJson } from '@countersign/engine';
import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { App, Request } from './app-types.ts';

export interface Answer {
  description: string;
  schema?: z.ZodType;
  type?: string;
}

export interface Description {
  method: 'get' | 'post' | 'put' | 'delete';
  /** In OpenAPI form: `/v1/items/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  bodyType?: string;
  answers: Record<number, Answer>;
  /** Codes of problems beside those that every route may answer. */
  open?: boolean;
}

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } });

/** Puts a route into the OpenAPI document and onto the app. The verb it calls parses the input, once. */
export function route(app: OpenAPIHono<App>, of: Description, handle: (c: Request) => Promise<Response> | Response): void {
  describe(app, of);
  app.on(of.method.toUpperCase(), of.path.replaceAll(/\{(\w+)\}/g, ':$1'), handle as never);
}

/** Puts a route into the OpenAPI document. */
export function describe(app: OpenAPIHono<App>, of: Description): void {
  const { method, path, tag, summary, description, params, query, headers, body, bodyType = 'application/json', answers, open } = of;
  const responses: RouteConfig['responses'] = Object.fromEntries(
    Object.entries(answers).map(([status, { description: text, schema, type = 'application/json' }]) => [
      status,
      schema ? { description: text, content: { [type]: { schema } } } : { description: text },
    ]),
  );
  app.openAPIRegistry.registerPath({
    method,
    path,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(open ? { security: [] } : {}),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(body && { body: { required: true, content: { [bodyType]: { schema: body } } } }),
    },
    responses: { ...responses, default: problem('A problem, with a stable `code` and what to do') },
  } as RouteConfig);
}

/** The body as JSON. Errors: `invalid_json`, `invalid_input` for what could not be stored. */
export const readJson = async (c: Request): Promise<unknown> => parseJson(await c.req.text());
