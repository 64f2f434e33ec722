export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }
  | { kind: 'table'; head: string[]; rows: string[][] };

const bullet = /^( {0,3})([-*+]|\d{1,9}[.)])(\s+|$)/;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const deepest = 20;

/** The blocks of a Markdown text, as CommonMark has them, with tables; HTML is a paragraph like any other. */
export function blocksOf(text: string, depth = 0): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === '') at += 1;
    else if (fence.test(line)) at = readCode(lines, at, blocks);
    else if (/^ {0,3}#{1,6}(\s|$)/.test(line)) {
      const [, marks = '', title = ''] = /^ {0,3}(#+)\s*(.*?)\s*#*\s*$/.exec(line) ?? [];
      blocks.push({ kind: 'heading', level: marks.length, text: title });
      at += 1;
    } else if (/^ {0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (/^ {0,3}>/.test(line) && depth < deepest) at = readQuote(lines, at, blocks, depth);
    else if (bullet.test(line) && depth < deepest) at = readList(lines, at, blocks, depth);
    else if (isTable(lines, at)) at = readTable(lines, at, blocks);
    else at = readParagraph(lines, at, blocks);
  }
  return blocks;
}

function readCode(lines: string[], from: number, blocks: Block[]): number {
  const mark = fence.exec(lines[from]!)![1]!;
  let to = from + 1;
  while (to < lines.length && !(lines[to]!.trim().startsWith(mark) && lines[to]!.trim().replaceAll(mark[0]!, '') === '')) to += 1;
  blocks.push({ kind: 'code', text: lines.slice(from + 1, to).join('\n') });
  return to + 1;
}

function readQuote(lines: string[], from: number, blocks: Block[], depth: number): number {
  let to = from;
  while (to < lines.length && /^ {0,3}>/.test(lines[to]!)) to += 1;
  const inner = lines.slice(from, to).map((line) => line.replace(/^ {0,3}> ?/, ''));
  blocks.push({ kind: 'quote', blocks: blocksOf(inner.join('\n'), depth + 1) });
  return to;
}

function readList(lines: string[], from: number, blocks: Block[], depth: number): number {
  const isOrdered = /\d/.test(bullet.exec(lines[from]!)![2]!);
  const start = isOrdered ? Number.parseInt(bullet.exec(lines[from]!)![2]!, 10) : 1;
  const items: string[][] = [];
  let to = from;
  for (; to < lines.length; to += 1) {
    const line = lines[to]!;
    const match = bullet.exec(line);
    const item = items.at(-1);
    if (match && /\d/.test(match[2]!) === isOrdered && !/^ {2,}/.test(match[1]!)) items.push([line.slice(match[0].length)]);
    else if (item && (/^ {2,}|^\t/.test(line) || (line.trim() !== '' && !match && item.at(-1) !== '')))
      item.push(line.replace(/^( {1,4}|\t)/, ''));
    else if (
      item &&
      line.trim() === '' &&
      lines[to + 1] !== undefined &&
      (/^ {2,}|^\t/.test(lines[to + 1]!) || bullet.test(lines[to + 1]!))
    )
      item.push('');
    else break;
  }
  blocks.push({ kind: 'list', isOrdered, start, items: items.map((item) => blocksOf(item.join('\n'), depth + 1)) });
  return to;
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

const isTable = (lines: string[], at: number): boolean =>
  lines[at]!.includes('|') &&
  /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '') &&
  (lines[at + 1] ?? '').includes('-');

function readTable(lines: string[], from: number, blocks: Block[]): number {
  const head = cellsOf(lines[from]!);
  let to = from + 2;
  const rows: string[][] = [];
  for (; to < lines.length && lines[to]!.includes('|'); to += 1) rows.push(head.map((_, index) => cellsOf(lines[to]!)[index] ?? ''));
  blocks.push({ kind: 'table', head, rows });
  return to;
}

function readParagraph(lines: string[], from: number, blocks: Block[]): number {
  let to = from + 1;
  const ends = (line: string) =>
    line.trim() === '' || fence.test(line) || /^ {0,3}(#{1,6}\s|>)/.test(line) || /^ {0,3}[-*+]\s+\S/.test(line);
  while (to < lines.length && !ends(lines[to]!) && !/^ {0,3}(=+|-+)\s*$/.test(lines[to]!)) to += 1;
  const text = lines.slice(from, to).join('\n').trim();
  const under = /^ {0,3}(=+|-+)\s*$/.exec(lines[to] ?? '');
  if (!under) {
    blocks.push({ kind: 'paragraph', text });
    return to;
  }
  blocks.push({ kind: 'heading', level: under[1]!.startsWith('=') ? 1 : 2, text });
  return to + 1;
}
