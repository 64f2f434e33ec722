import { relative } from 'node:path';
import { formatCount } from '../progress.ts';
import { onOutput } from '../terminal.ts';

export interface BannerFacts {
  url: string;
  /** One-time link for the first owner. */
  link: string | null;
  ownerEmail: string | null;
  waiting: number;
  data: string;
  database: string;
  log: string;
  isConsoleBuilt: boolean;
}

const shortPath = (path: string): string => {
  const short = relative('.', path);
  return short && !short.startsWith('..') ? `./${short}` : path;
};

const signIn = ({ link, ownerEmail }: BannerFacts): string => {
  if (link) return `${onOutput(['bold', 'cyan'], link)}\n${' '.repeat(14)}${onOutput('dim', 'works once, for the first owner')}`;
  return ownerEmail ? `as ${ownerEmail}` : `with your e-mail address ${onOutput('dim', '(locked out? countersign invite --role owner)')}`;
};

/** What somebody needs to know after a start, in the order they need it. */
export const formatBanner = (facts: BannerFacts): string => {
  const rows: [string, string][] = [
    ['Console', onOutput('bold', facts.url)],
    ['Sign in', signIn(facts)],
    ['Waiting', facts.waiting === 1 ? '1 item' : `${formatCount(facts.waiting)} items`],
    ['Data', `${shortPath(facts.data)} ${onOutput('dim', `(${facts.database}; log in ${shortPath(facts.log)})`)}`],
    ['Stop', 'Ctrl+C'],
  ];
  if (!facts.isConsoleBuilt) rows.splice(1, 0, ['', onOutput('yellow', 'The console is not built: run npm run build:console')]);
  const lines = rows.map(([name, text]) => `  ${onOutput('dim', name.padEnd(10))}  ${text}`);
  return `\n  ${onOutput(['bold', 'green'], 'Countersign')} ${onOutput('dim', 'is running')}\n\n${lines.join('\n')}\n`;
};
