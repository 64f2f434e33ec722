/** Holds the direction of imports between packages, and that no files import each other in a circle. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

interface Rule {
  may: string[];
  why: string;
  bans?: { pattern: RegExp; why: string }[];
}

const noSql = { pattern: /^(pg|pg-copy-streams)$/, why: 'only the engine knows SQL' };
const noNode = { pattern: /^node:/, why: 'it runs in browsers and workers too' };

const rules: Record<string, Rule> = {
  contract: {
    may: [],
    why: 'contract is a leaf: everybody speaks it, it knows nobody',
    bans: [{ pattern: /^(?!zod$|\.)/, why: 'contract imports zod only' }],
  },
  trust: { may: [], why: 'trust is a leaf of pure functions', bans: [{ pattern: /^(?!\.)/, why: 'trust imports nothing' }] },
  lessons: {
    may: [],
    why: 'lessons are pure functions over texts: they know no database, no clock and no wire format',
    bans: [{ pattern: /^(?!\.|diff$)/, why: 'lessons imports nothing but the diff' }],
  },
  checks: { may: ['contract', 'lessons'], why: 'checks are pure functions for server and browser', bans: [noSql, noNode] },
  engine: { may: ['contract', 'trust', 'lessons', 'checks'], why: 'the domain does not know who shows it to the outside' },
  server: { may: ['contract', 'engine', 'checks'], why: 'the server shows the engine to the outside', bans: [noSql] },
  sdk: { may: ['contract'], why: 'the SDK speaks the wire format and nothing else', bans: [noSql, noNode] },
  console: {
    may: ['contract', 'sdk', 'checks'],
    why: 'the console never reads the database: it goes through the API',
    bans: [noSql, noNode],
  },
  cli: {
    may: ['contract', 'sdk', 'checks', 'trust', 'lessons', 'engine', 'server'],
    why: 'the command line starts the others',
    bans: [noSql],
  },
};

const packageOf = (specifier: string): string | undefined =>
  specifier === 'countersign' ? 'cli' : /^@countersign\/([\w-]+)/.exec(specifier)?.[1];

const importPattern =
  /^\s*(?:import|export)\s+(type\s)?[^'"]*?\sfrom\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

interface Import {
  specifier: string;
  /** Needed for types only, or loaded later: it closes no circle when files are loaded. */
  isLate: boolean;
}

const importsOf = (file: string): Import[] =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(importPattern)].map((match) => ({
    specifier: (match[2] ?? match[3] ?? match[4]) as string,
    isLate: match[1] !== undefined || match[4] !== undefined,
  }));

const problems: string[] = [];
const graph = new Map<string, string[]>();

for (const [name, { may, why, bans = [] }] of Object.entries(rules)) {
  for (const file of globSync(`packages/${name}/src/**/*.{ts,tsx}`, { cwd: root })) {
    const local: string[] = [];
    for (const { specifier, isLate } of importsOf(file)) {
      const target = packageOf(specifier);
      if (target && target !== name && !may.includes(target)) problems.push(`${file} imports ${specifier}: ${why}.`);
      for (const ban of bans) if (ban.pattern.test(specifier)) problems.push(`${file} imports ${specifier}: ${ban.why}.`);
      if (!specifier.startsWith('.')) continue;
      const resolved = path.join(path.dirname(file), specifier);
      if (!resolved.startsWith(`packages/${name}/`))
        problems.push(`${file} reaches into another package with ${specifier}: import it by its name.`);
      if (!isLate) local.push(resolved);
    }
    graph.set(file, local);
  }
}

/** Depth first; a file met again on its own path closes a circle. */
function findCircles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, trail: string[]) => {
    const at = trail.indexOf(file);
    if (at !== -1) return void found.push([...trail.slice(at), file].join(' → '));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

problems.push(...findCircles().map((circle) => `Files import each other in a circle: ${circle}`));

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`The direction holds over ${graph.size} files.`);
