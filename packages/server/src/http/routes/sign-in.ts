import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App } from '../app-types.ts';
import { describe } from '../route.ts';

const Credentials = z.object({ email: z.email(), password: z.string() }).meta({ id: 'Credentials' });

/** Describes what better-auth serves under /v1/auth. */
export function signInRoutes(app: OpenAPIHono<App>): void {
  describe(app, {
    method: 'post',
    path: '/v1/auth/sign-in/email',
    tag: 'People',
    summary: 'Sign in with a password',
    description: 'At most ten tries a minute from one address.',
    body: Credentials,
    open: true,
    answers: {
      200: {
        description: 'Signed in: the answer sets the session cookie',
        schema: z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) }),
      },
    },
  });

  describe(app, {
    method: 'post',
    path: '/v1/auth/sign-out',
    tag: 'People',
    summary: 'End the session',
    body: z.object({}),
    open: true,
    answers: { 200: { description: 'Signed out', schema: z.object({ success: z.boolean() }) } },
  });
}
