import { CountersignError } from '@countersign/contract';

export interface CountersignOptions {
  /** Address of the server. Else `COUNTERSIGN_URL`, else the origin of the page, else `http://127.0.0.1:4141`. */
  url?: string | undefined;
  /** An API key (`cs_...`). Else `COUNTERSIGN_KEY`. In a browser with a session cookie none is needed. */
  key?: string | undefined;
  /** Another `fetch`, for a proxy, a test or an edge runtime. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Longest time for one try of one request, in milliseconds, 1 or more. 30,000 when left out. */
  timeoutMs?: number | undefined;
  /** Further tries of a call that is safe to repeat, 0 or more. 4 when left out. */
  maxRetries?: number | undefined;
}

export interface Settings {
  url: string;
  key: string | undefined;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  maxRetries: number;
}

interface Surroundings {
  process?: { env?: Record<string, string | undefined> };
  location?: { origin?: string };
}

const localUrl = 'http://127.0.0.1:4141';

const pageOrigin = ({ location }: Surroundings): string | undefined => (location?.origin?.startsWith('http') ? location.origin : undefined);

const parseUrl = (url: string): string => {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new CountersignError('invalid_input', `"${url}" is not an address. Give one such as ${localUrl}.`);
  }
  return url.replace(/\/+$/, '');
};

/** Fills in what the caller left out. Throws `invalid_input` for an address that is none. */
export const resolveSettings = (options: CountersignOptions): Settings => {
  const surroundings = globalThis as Surroundings;
  const env = surroundings.process?.env ?? {};
  return {
    url: parseUrl(options.url || env.COUNTERSIGN_URL || pageOrigin(surroundings) || localUrl),
    key: options.key || env.COUNTERSIGN_KEY || undefined,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 30_000,
    maxRetries: options.maxRetries ?? 4,
  };
};
