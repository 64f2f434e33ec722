import type { Context as ActorContext, Database, FindExamples, Hints, Secret } from '@countersign/engine';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { CheckPool } from '../checking/check-pool.ts';
import type { ModelFetch } from '../drafting/model-address.ts';
import type { ImageProxy } from '../images/fetch-image.ts';
import type { Auth } from '../people/auth.ts';
import type { Waiters } from '../wake/waiters.ts';

/** The parts of a running server, built in `startServer` and passed to the routes. */
export interface Parts {
  db: Database;
  auth: Auth;
  hints: Hints;
  waiters: Waiters;
  checks: CheckPool;
  images: ImageProxy;
  models: ModelFetch;
  /** What keys of providers are encrypted with; null where none was given. */
  keySecret: Secret | null;
  findExamples: FindExamples;
  logger: Logger;
  publicUrl: string;
  /** Aborts when the server begins to stop: long polls and streams end. */
  stopping: AbortSignal;
}

export interface App {
  Bindings: HttpBindings;
  Variables: { requestId: string; logger: Logger; actor: ActorContext; isSession: boolean };
}

export type Request = Context<App>;
