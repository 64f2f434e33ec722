declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

// Schemas would make code from text, which the page's policy forbids, and the browser would report the try.
globalThis.__zod_globalConfig ??= {};
globalThis.__zod_globalConfig.jitless = true;

export {};
