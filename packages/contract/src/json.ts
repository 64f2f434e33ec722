import { z } from 'zod';

/** Any JSON value, as JSON.parse gives it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export const Json: z.ZodType<Json> = z.unknown().meta({ description: 'Any JSON value' }) as unknown as z.ZodType<Json>;

export const JsonObject = z.record(z.string(), z.unknown());
export type JsonObject = Record<string, Json>;

/** An instant, always answered in UTC with milliseconds. */
export const Instant = z.iso.datetime({ offset: true }).meta({ example: '2026-11-22T09:30:00.000Z' });

/** `sha256:` and the hex digest of the canonical JSON (RFC 8785). */
export const Hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);
