export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'struck'; parts: Inline[] }
  | { kind: 'link'; address: string; parts: Inline[] }
  | { kind: 'image'; address: string; label: string };

const pattern =
  /\\([!-/:-@[-`{-~])|(`+)([^`]|[^`][\s\S]*?[^`])\2(?!`)|!\[([^\]]*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)|\[([^\]]+)\]\(\s*<?([^\s)>]*)>?(?:\s+"[^"]*")?\s*\)|<(https?:\/\/[^\s<>]+)>|(\*\*|__)(?=\S)([\s\S]*?\S)\9|(\*|(?<![\p{L}\p{N}])_)(?=\S)([\s\S]*?\S)\11(?![\p{L}\p{N}*])|~~(?=\S)([\s\S]*?\S)~~|( {2,}|\\)\n/gu;

const deepest = 8;

/** The parts of one paragraph. Addresses other than of the web and of mail are not links. */
export function inlinesOf(text: string, depth = 0): Inline[] {
  if (depth > deepest) return [{ kind: 'text', text }];
  const parts: Inline[] = [];
  let from = 0;
  const inner = (piece: string) => inlinesOf(piece, depth + 1);
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const [, escaped, , code, alt, source, label, address, auto, , strong, , emphasis, struck, lineEnd] = match;
    if (escaped !== undefined) parts.push({ kind: 'text', text: escaped });
    else if (code !== undefined) parts.push({ kind: 'code', text: code.trim() });
    else if (source !== undefined) parts.push({ kind: 'image', address: source, label: alt ?? '' });
    else if (label !== undefined) parts.push(linkTo(address ?? '', inner(label), match[0]));
    else if (auto !== undefined) parts.push({ kind: 'link', address: auto, parts: [{ kind: 'text', text: auto }] });
    else if (strong !== undefined) parts.push({ kind: 'strong', parts: inner(strong) });
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', parts: inner(emphasis) });
    else if (struck !== undefined) parts.push({ kind: 'struck', parts: inner(struck) });
    else if (lineEnd !== undefined) parts.push({ kind: 'break' });
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

const linkTo = (address: string, parts: Inline[], source: string): Inline =>
  /^(https?:\/\/|mailto:)/i.test(address) ? { kind: 'link', address, parts } : { kind: 'text', text: source };
