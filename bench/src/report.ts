import { readFileSync, writeFileSync } from 'node:fs';
import { type Machine, sentenceAbout } from './machine.ts';
import type { Spread } from './statistics.ts';

export interface Table {
  columns: string[];
  rows: string[][];
}

/** What a bench found out. */
export interface Report {
  title: string;
  /** The aim in words, with its figure. */
  aim: string;
  machine: Machine;
  tables: Table[];
  notes: string[];
}

/** Three significant digits, with separators in what is large. */
export const figure = (value: number): string =>
  Number.isNaN(value)
    ? '–'
    : value.toLocaleString('en-US', { maximumSignificantDigits: Math.max(3, String(Math.trunc(Math.abs(value))).length) });

export const minMedianMax = ({ min, median, max }: Spread): string[] => [figure(min), figure(median), figure(max)];

const row = (cells: string[], widths: number[]) => `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;

export function formatTable({ columns, rows }: Table): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((cells) => cells[index]?.length ?? 0)));
  return [
    row(columns, widths),
    row(
      widths.map((width) => '-'.repeat(width)),
      widths,
    ),
    ...rows.map((cells) => row(cells, widths)),
  ].join('\n');
}

export function formatReport({ aim, machine, tables, notes }: Report): string {
  const list = notes.map((note) => `- ${note}`).join('\n');
  return [`Aim: ${aim}`, ...tables.map(formatTable), list, `Measured on: ${sentenceAbout(machine)}`].filter(Boolean).join('\n\n');
}

const page = new URL('../../docs/benchmarks.md', import.meta.url);

/** Puts a report between its markers in docs/benchmarks.md. */
export function writeIntoPage(name: string, report: Report): void {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place for ${name}. Add ${begin} and ${end} to it.`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${formatReport(report)}\n\n${text.slice(to)}`);
}
