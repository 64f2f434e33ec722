import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLines } from '../src/ndjson.ts';
import { readSse } from '../src/sse.ts';

/** The bytes of a text, cut at the given places. */
async function* cut(text: string, places: number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let from = 0;
  for (const place of [...places.map((p) => p % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)) {
    yield bytes.slice(from, place);
    from = place;
  }
}

const places = fc.array(fc.nat({ max: 500 }), { maxLength: 20 });

describe('lines', () => {
  test('are the same however the bytes are cut', async () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ''));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), places, fc.constantFrom('\n', '\r\n'), async (lines, at, end) => {
        const text = lines.map((each) => each + end).join('');
        // A decoder drops one leading byte order mark.
        const expected = [(lines[0] ?? '').replace(/^\uFEFF/, ''), ...lines.slice(1)];
        expect(await Array.fromAsync(readLines(cut(text, at)))).toEqual(expected);
      }),
    );
  });

  test('the last one needs no end', async () => {
    expect(await Array.fromAsync(readLines(cut('a\n\nb', [2])))).toEqual(['a', '', 'b']);
  });
});

describe('event streams', () => {
  test('are the same however the bytes are cut, with every kind of line end', async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.constantFrom('\n', '\r\n', '\r'), async (at, end) => {
        const text = [
          'id: 7',
          'event: item.decided',
          'data: {"a":',
          'data:"ü€😀"}',
          ': comment',
          'retry: 50',
          '',
          'data',
          '',
          ': ping',
          '',
          'data: lost',
        ].join(end);
        expect(await Array.fromAsync(readSse(cut(text, at)))).toEqual([
          { id: '7', data: '{"a":\n"ü€😀"}', retryMs: 50 },
          { id: '7', data: '' },
        ]);
      }),
    );
  });
});
