import type { FoundProvider } from '@countersign/contract';

/** Where the usual servers of local models listen when nobody says otherwise. */
const places: Omit<FoundProvider, 'models'>[] = [
  { product: 'ollama', address: 'http://127.0.0.1:11434/v1' },
  { product: 'vllm', address: 'http://127.0.0.1:8000/v1' },
  { product: 'llama.cpp', address: 'http://127.0.0.1:8080/v1' },
  { product: 'lm-studio', address: 'http://127.0.0.1:1234/v1' },
];

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

/** Looks for servers of local models on this machine, all at once and for less than a second. */
export async function findLocalModels(fetch: typeof globalThis.fetch, at: typeof places = places): Promise<FoundProvider[]> {
  const found = await Promise.all(at.map(async (place) => ({ ...place, models: await listModels(place.address, { key: null, fetch }) })));
  return found.flatMap(({ models, ...place }) => (models && models.length > 0 ? [{ ...place, models }] : []));
}
