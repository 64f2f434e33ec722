import { type LookupAddress, lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { CountersignError } from '@countersign/contract';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, request } from 'undici';
import { isPublicAddress } from './address.ts';
import { type AllowedHosts, portOf, readAllowedHosts } from './allowed-hosts.ts';

export interface FetchedImage {
  body: Uint8Array<ArrayBuffer>;
  type: string;
}

export interface ImageProxy {
  /** Errors: `not_allowed` for an address inside, `network`, `timeout`, `payload_too_large`, `invalid_input` for what is no image. */
  fetch(address: string): Promise<FetchedImage>;
  close(): Promise<void>;
}

const mostBytes = 5_000_000;
const longestMs = 10_000;
const mostRedirects = 3;

const inside = (host: string) =>
  new CountersignError('not_allowed', `${host} is not a public address. An operator can allow it with COUNTERSIGN_IMAGE_HOSTS.`);

/** Refuses at the moment of connecting, so that a name cannot answer one address to the check and another to the connection. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 4);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => !isPublicAddress(address))) return callback(inside(hostname), '', 4);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/**
 * Fetches images for people who review, from the public Internet and from where the operator allows: 5 MB, ten seconds and three
 * redirects at most, each checked like the first. Nothing of the reviewer goes along: no cookie, no referrer, no key.
 */
export function openImageProxy({ allows = readAllowedHosts() }: { allows?: AllowedHosts } = {}): ImageProxy {
  const settings = { connections: 4, headersTimeout: longestMs, bodyTimeout: longestMs, maxResponseSize: mostBytes };
  const guarded = new Agent({ ...settings, connect: { timeout: longestMs, lookup: publicLookup } });
  const trusted = new Agent({ ...settings, connect: { timeout: longestMs } });

  const agentFor = (url: URL): Agent => {
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw new CountersignError('invalid_input', 'Only http and https addresses are fetched.', { pointer: '/url' });
    if (url.username !== '' || url.password !== '')
      throw new CountersignError('invalid_input', 'An address with a password is not fetched.', { pointer: '/url' });
    if (allows(url)) return trusted;
    const port = portOf(url);
    if (port !== '80' && port !== '443') throw inside(url.host);
    // A host that is an address is connected to without a lookup.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(host) && !isPublicAddress(host)) throw inside(url.hostname);
    return guarded;
  };

  const fetchFrom = async (url: URL, signal: AbortSignal, redirects: number): Promise<FetchedImage> => {
    const answer = await request(url, { dispatcher: agentFor(url), signal, headers: { accept: 'image/*', 'user-agent': 'Countersign' } });
    const { location } = answer.headers;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
      drop(answer.body);
      if (redirects === mostRedirects) throw new CountersignError('network', 'The image moves on and on.');
      if (!URL.canParse(location, url)) throw new CountersignError('network', 'The image moved to an address that is none.');
      return fetchFrom(new URL(location, url), signal, redirects + 1);
    }
    return read(answer);
  };

  return {
    async fetch(address) {
      const signal = AbortSignal.timeout(longestMs);
      try {
        return await fetchFrom(new URL(address), signal, 0);
      } catch (error) {
        throw explain(error, signal);
      }
    },
    async close() {
      await Promise.all([guarded.destroy(), trusted.destroy()]);
    },
  };
}

const tooLarge = () => new CountersignError('payload_too_large', 'The image is larger than 5 MB.');

/** A body that is left unread says so as an error, which is none to us and would end the process. */
function drop(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => {});
  body.destroy();
}

async function read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<FetchedImage> {
  const refuse = (error: CountersignError) => {
    drop(body);
    return error;
  };
  if (statusCode !== 200) throw refuse(new CountersignError('network', `The image's server answered ${statusCode}.`));
  const type =
    String(headers['content-type'] ?? '')
      .split(';')[0]
      ?.trim()
      .toLowerCase() ?? '';
  if (!/^image\/[\w.+-]+$/.test(type))
    throw refuse(new CountersignError('invalid_input', 'There is no image at this address.', { pointer: '/url' }));
  if (Number(headers['content-length'] ?? 0) > mostBytes) throw refuse(tooLarge());
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > mostBytes) throw refuse(tooLarge());
    parts.push(part);
  }
  return { body: new Uint8Array(Buffer.concat(parts)), type };
}

function explain(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof CountersignError) return error;
  const { code, cause } = error as { code?: string; cause?: unknown };
  if (cause instanceof CountersignError) return cause;
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLarge();
  if (signal.aborted || /TIMEOUT/.test(code ?? ''))
    return new CountersignError('timeout', 'The image did not come within ten seconds.', { cause: error });
  return new CountersignError('network', "The image's server cannot be reached.", { cause: error });
}
