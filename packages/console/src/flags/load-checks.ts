declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

/** The schemas within would make code from text, which the page's policy forbids, and the browser would report the try. */
export function loadChecks() {
  globalThis.__zod_globalConfig ??= {};
  globalThis.__zod_globalConfig.jitless = true;
  return import('@countersign/checks');
}
