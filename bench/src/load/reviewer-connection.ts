import { connect, type Socket } from 'node:net';

/**
 * One keep-alive connection that sends requests one after another. The answers are read as bytes and searched, not parsed, so that
 * sixteen of these take little from the server they share the machine with.
 */
export class ReviewerConnection {
  readonly #socket: Socket;
  readonly #head: string;
  #buffer = '';
  #resolve: ((body: string) => void) | null = null;
  #reject: ((error: Error) => void) | null = null;

  constructor({ host, port, key }: { host: string; port: number; key: string }) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (chunk: string) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#reject?.(error));
    this.#socket.on('close', () => this.#reject?.(new Error('The server closed the connection.')));
    this.#head = `HTTP/1.1\r\nhost: ${host}:${port}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: `;
  }

  /** The body of the answer, byte by byte as Latin-1. Rejects for any status but 200. */
  post(path: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(`POST ${path} ${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#reject = null;
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#buffer = this.#buffer === '' ? chunk : this.#buffer + chunk;
    const headEnd = this.#buffer.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#buffer.slice(0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      if (!this.#buffer.endsWith('\r\n0\r\n\r\n')) return;
    } else if (this.#buffer.length < headEnd + 4 + Number(length)) return;
    const body = this.#buffer.slice(headEnd + 4);
    this.#buffer = '';
    const [resolve, reject] = [this.#resolve, this.#reject];
    this.#resolve = null;
    this.#reject = null;
    if (head.startsWith('HTTP/1.1 200 ')) resolve?.(body);
    else reject?.(new Error(`${head.split('\r\n')[0]}: ${body}`));
  }
}

const between = (text: string, before: string, from: number): string => {
  const start = text.indexOf(before, from) + before.length;
  return text.slice(start, text.indexOf('"', start));
};

/** The first claim in an answer, or null when nothing waits. */
export function firstClaim(body: string): { itemId: string; outputHash: string } | null {
  const claims = body.indexOf('"claims":[{');
  if (claims < 0) return null;
  return { itemId: between(body, '"id":"', claims), outputHash: between(body, '"outputHash":"', claims) };
}
