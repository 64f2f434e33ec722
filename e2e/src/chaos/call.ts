const patienceMs = 30_000;

/** What a client knows after a request: it was done, it was refused, or nobody can say. */
export type Answer =
  // biome-ignore lint/suspicious/noExplicitAny: the answer as the server writes it
  { kind: 'acknowledged'; body: any; headers: Headers } | { kind: 'refused'; status: number; code: string } | { kind: 'uncertain' };

export interface Caller {
  url: string;
  headers: Record<string, string>;
  /** Told what must never happen, such as a request without an answer while the server lives. */
  onFault: (text: string) => void;
}

export interface Request {
  body?: unknown;
  /** Sent instead of `body`, as lines of JSON. */
  lines?: string;
}

/** One request, never repeated. An answer with 5xx leaves open whether the work was done. */
export async function call(
  { url, headers, onFault }: Caller,
  method: string,
  path: string,
  { body, lines }: Request = {},
): Promise<Answer> {
  const content = lines ?? (body === undefined ? undefined : JSON.stringify(body));
  const type = lines === undefined ? 'application/json' : 'application/x-ndjson';
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, ...(content !== undefined && { 'content-type': type }) },
      ...(content !== undefined && { body: content }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    if (response.ok) return { kind: 'acknowledged', body: text === '' ? null : JSON.parse(text), headers: response.headers };
    const { code = 'unknown', detail = text } = text.startsWith('{') ? JSON.parse(text) : {};
    if (response.status === 500) onFault(`${method} ${path} answered 500: ${detail}`);
    return response.status >= 500 ? { kind: 'uncertain' } : { kind: 'refused', status: response.status, code };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') onFault(`${method} ${path} got no answer within ${patienceMs / 1000} s`);
    return { kind: 'uncertain' };
  }
}
