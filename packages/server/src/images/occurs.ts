import type { Json } from '@countersign/contract';

/** What may follow an address in a text: the end, a blank, a quote or a bracket, or the end of a sentence. */
const endsHere = /^(?:$|[\s"'`<>()[\]{}|\\^,;]|[.!?:](?:\s|$))/;

function standsIn(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at !== -1; at = text.indexOf(address, at + 1))
    if (endsHere.test(text.slice(at + address.length, at + address.length + 2))) return true;
  return false;
}

/** Whether an address stands in a value, whole: as a text of its own, in Markdown or in HTML. */
export function occursIn(value: Json, address: string): boolean {
  const forms = [...new Set([address, address.replaceAll('&', '&amp;')])];
  // Without recursion: what was submitted may be nested deep.
  const open: Json[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const text = one;
    if (typeof text === 'string') {
      if (forms.some((form) => standsIn(text, form))) return true;
    } else if (text !== null && typeof text === 'object') open.push(...Object.values(text));
  }
  return false;
}
