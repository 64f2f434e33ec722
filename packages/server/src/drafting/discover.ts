import { type FoundProvider, type LocalProduct, localAddresses } from '@countersign/contract';

const longestMs = 700;
const mostModels = 200;

/** The models that an OpenAI-compatible server names; null where none answers. */
export async function listModels(
  address: string,
  { key, fetch, ms = longestMs }: { key: string | null; fetch: typeof globalThis.fetch; ms?: number },
) {
  try {
    const answer = await fetch(`${address.replace(/\/+$/, '')}/models`, {
      signal: AbortSignal.timeout(ms),
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
    });
    if (!answer.ok) return null;
    const body = (await answer.json()) as { data?: { id?: unknown }[] };
    if (!Array.isArray(body.data)) return null;
    return body.data.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])).slice(0, mostModels);
  } catch {
    return null; // nobody there, which is the usual answer
  }
}

/** Looks for servers of local models where they usually listen on this machine, all at once and for less than a second. */
export async function findLocalModels(
  fetch: typeof globalThis.fetch,
  addresses: Partial<Record<LocalProduct, string>> = localAddresses,
): Promise<FoundProvider[]> {
  const found = await Promise.all(
    (Object.entries(addresses) as [LocalProduct, string][]).map(async ([product, address]) => ({
      product,
      address,
      models: await listModels(address, { key: null, fetch }),
    })),
  );
  return found.flatMap(({ models, ...place }) => (models && models.length > 0 ? [{ ...place, models }] : []));
}
