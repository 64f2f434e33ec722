import { type LookupAddress, lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { CountersignError } from '@countersign/contract';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';
import { isPublicAddress } from '../images/address.ts';

/** Hosts inside that the operator lets models be called at, whatever their port: `host` or `host:port`. */
export type ModelHosts = ReadonlySet<string>;

/** What `countersign start` allows by itself: models on this machine. */
export const thisMachine = 'localhost,127.0.0.1,::1';

/** Reads COUNTERSIGN_MODEL_HOSTS: hosts with or without a port, between commas. */
export const readModelHosts = (text = process.env.COUNTERSIGN_MODEL_HOSTS ?? ''): ModelHosts =>
  new Set(
    text
      .split(',')
      .map((one) => one.trim().toLowerCase())
      .filter(Boolean),
  );

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '').toLowerCase();

const isAllowed = (url: URL, hosts: ModelHosts) => hosts.has(hostOf(url)) || hosts.has(`${hostOf(url)}:${url.port}`);

const inside = (host: string) =>
  new CountersignError(
    'not_allowed',
    `${host} is not a public address, so models are not called there. An operator can allow it with COUNTERSIGN_MODEL_HOSTS=${host}.`,
  );

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

export interface ModelFetch {
  fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/**
 * A fetch for models: on the public Internet by https or http, and inside only where the operator allows. It follows no redirect, so that
 * no key goes to another address than the one it was entered for.
 */
export function openModelFetch(hosts: ModelHosts): ModelFetch {
  const settings = { headersTimeout: 0, bodyTimeout: 0, connections: null, keepAliveTimeout: 30_000 };
  const guarded = new Agent({ ...settings, connect: { timeout: 10_000, lookup: publicLookup } });
  const trusted = new Agent({ ...settings, connect: { timeout: 10_000 } });
  const agentFor = (url: URL): Agent => {
    if (isAllowed(url, hosts)) return trusted;
    const host = hostOf(url);
    // A host that is an address is connected to without a lookup.
    if (ipaddr.isValid(host) && !isPublicAddress(host)) throw inside(host);
    return guarded;
  };
  return {
    fetch: (async (input: string | URL | Request, init?: RequestInit) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const answer = await undiciFetch(url, { ...(init as object), redirect: 'manual', dispatcher: agentFor(url) });
      if (answer.status >= 300 && answer.status < 400) {
        await answer.body?.cancel();
        throw new CountersignError(
          'not_allowed',
          `${url.host} sends models elsewhere (${answer.status}). Enter the address that it leads to.`,
        );
      }
      return answer as unknown as Response;
    }) as typeof globalThis.fetch,
    async close() {
      await Promise.all([guarded.destroy(), trusted.destroy()]);
    },
  };
}
