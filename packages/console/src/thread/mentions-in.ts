import type { Member } from '@countersign/contract';

export interface MentionAt {
  from: number;
  to: number;
  search: string;
}

/** The mention that is being typed at the cursor: an @ at the start of a word and what follows it. */
export function mentionAt(text: string, cursor: number): MentionAt | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}.'’-]{0,40}(?: [\p{L}\p{N}.'’-]{0,40})?)$/u.exec(text.slice(0, cursor));
  if (!found) return null;
  const search = found[1] ?? '';
  return { from: cursor - search.length - 1, to: cursor, search };
}

const nameOf = (person: Member): string => person.name || person.email;

/** People whom a half-typed mention may mean, those whose name begins so first. */
export function peopleFor(search: string, people: Member[]): Member[] {
  const wanted = search.toLowerCase();
  const starts = (person: Member) => nameOf(person).toLowerCase().startsWith(wanted);
  return people
    .filter((person) => `${person.name} ${person.email}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(starts(b)) - Number(starts(a)))
    .slice(0, 6);
}

export function withMention(text: string, at: MentionAt, person: Member): { text: string; cursor: number } {
  const name = `@${nameOf(person)} `;
  return { text: text.slice(0, at.from) + name + text.slice(at.to).replace(/^ /, ''), cursor: at.from + name.length };
}

/** The people whom a finished text mentions by their whole name; of two names that begin alike the longer counts. */
export function mentionsIn(text: string, people: Member[]): string[] {
  let rest = text;
  const found: string[] = [];
  for (const person of people.toSorted((a, b) => nameOf(b).length - nameOf(a).length)) {
    const name = `@${nameOf(person)}`;
    if (!rest.includes(name)) continue;
    found.push(person.id);
    rest = rest.replaceAll(name, ' ');
  }
  return found;
}
