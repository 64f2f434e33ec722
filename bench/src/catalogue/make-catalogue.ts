import type { DataRow } from './read-data.ts';

export type Verdict = 'approve' | 'edit' | 'reject';

/** One product on its way: what is handed in, and what its reviewer will do with it. */
export interface CatalogueItem {
  key: string;
  input: { title: string; facts: unknown };
  output: { description: string };
  confidence: number | null;
  model: string;
  verdict: Verdict;
  /** What an edit leaves. */
  corrected: { description: string } | null;
}

const sentence = (parts: string[]) => (parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'more'));

/** A plain text from the facts, as a first draft would be. */
export function draftFrom(facts: Record<string, unknown>): string {
  const { name, ...rest } = facts;
  const known = Object.entries(rest).map(([fact, value]) => `${fact.replaceAll('_', ' ')} ${String(value)}`);
  return `Meet the ${String(name)}. It comes with ${sentence(known)}.`;
}

const without = (text: string, spans: { start: number; text: string }[]): string =>
  [...spans]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, span) => rest.replace(span.text, ''), text)
    .replaceAll(/ {2,}/g, ' ')
    .trim();

/** A real description with the verdict that a person gave; an edit leaves out what they marked, or closes with the name of the product. */
export function fromDescription(row: DataRow): CatalogueItem {
  const source = String(row.source);
  const title = /^name: (.*)$/m.exec(source)?.[1] ?? row.id;
  const text = row.output ?? '';
  const cleaned = without(text, row.human_spans ?? []);
  const verdict = row.verdict ?? 'approve';
  const corrected = { description: cleaned !== text && cleaned !== '' ? cleaned : `${text} (${title})` };
  return {
    key: row.id,
    input: { title, facts: source.split('\n') },
    output: { description: text },
    confidence: row.confidence ?? null,
    model: row.model ?? 'unknown',
    verdict,
    corrected: verdict === 'edit' ? corrected : null,
  };
}

/** A product of the catalogue with a drafted text. Every eleventh is edited and every ninetieth rejected, as no person has judged these. */
export function fromFacts(row: Pick<DataRow, 'id' | 'source'>, index: number): CatalogueItem {
  const facts = row.source as Record<string, unknown>;
  const description = draftFrom(facts);
  const verdict: Verdict = index % 90 === 89 ? 'reject' : index % 11 === 10 ? 'edit' : 'approve';
  return {
    key: row.id,
    input: { title: String(facts.name), facts },
    output: { description },
    confidence: null,
    model: 'draft-from-facts',
    verdict,
    corrected: verdict === 'edit' ? { description: description.replace('Meet the', 'This is the') } : null,
  };
}

/** Products for a machine without the data. */
export const generatedCatalogue = (count: number): CatalogueItem[] =>
  Array.from({ length: count }, (_, index) =>
    fromFacts(
      {
        id: `made-${index + 1}`,
        source: {
          name: `Lamp “${index + 1}” – Größe ${index % 40}`,
          brand: 'Example',
          price_usd: (index * 1.5).toFixed(2),
          colour: ['red', 'blue', 'grey'][index % 3],
        },
      },
      index,
    ),
  );
