import type { TurnAt } from '@countersign/trust';
import { errorPlot, sharePlot } from './plots.ts';
import { comparison, count, errorRate, evidence, findings, percent, promiseOf, type Told } from './told.ts';

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] as string);

const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2330; --faint: #5d6778; --line: #dde2ea; --released: #2f7d63; --audited: #d69a2d;
  --reviewed: #e6eaf0; --red: #c2323a; --yellow: #f3cf5b55; --bound: #2457c5; --truth: #b0502a; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181f; --ink: #e6eaf0; --faint: #98a3b5; --line: #2f3743; --released: #4cae8b;
  --audited: #d9a441; --reviewed: #262d38; --red: #ef6a70; --yellow: #f3cf5b33; --bound: #82a9ff; --truth: #f0996d; } }
body { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 56rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; } .faint, figcaption { color: var(--faint); } figure { margin: 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
dl div { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
dt { color: var(--faint); font-size: .85rem; } dd { font-size: 1.35rem; font-weight: 600; margin: 0; }
figure > div { overflow-x: auto; } svg { display: block; height: auto; min-width: 36rem; width: 100%; } svg text { fill: var(--faint); font-size: 12px; }
.grid { stroke: var(--line); } .released { fill: var(--released); } .audited { fill: var(--audited); } .reviewed { fill: var(--reviewed); }
.yellow { fill: var(--yellow); } .red { stroke: var(--red); stroke-width: 2; } .limit { stroke: var(--ink); stroke-dasharray: 5 4; }
.bound, .truth { fill: none; stroke-width: 2; } .bound { stroke: var(--bound); } .truth { stroke: var(--truth); }
figcaption { font-size: .9rem; margin-top: .25rem; } figcaption b { font-weight: 600; }
.key { border-radius: 2px; display: inline-block; height: .75em; margin: 0 .3em 0 .9em; width: .75em; } .key.thin { height: .2em; vertical-align: middle; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .rules tbody tr:first-child { font-weight: 600; }
`;

const key = (colour: string, words: string, isThin = false): string =>
  `<span class="key${isThin ? ' thin' : ''}" style="background: var(--${colour})"></span>${words}`;

const turnWords: Partial<Record<TurnAt['turn'], (to: string) => string>> = {
  opened: (to) => `Evidence is in: ${to} may be released.`,
  yellow: () => 'The audits raise a doubt: half of everything is audited until fresh evidence clears it.',
  cleared: () => 'Fresh evidence clears the doubt.',
  switched: (to) => `The learned order has proved more and takes over: ${to} may be released.`,
  red: (to) => `Revoked. ${to} may be released.`,
};

const mostRows = 200;

function history({ played: { turns, fold } }: Told): string {
  const rungs = fold.state.ladder.best.length;
  const words = (level: number) => (level < 0 ? 'Nothing' : `the safest ${percent((level + 1) / rungs)}`);
  const rows = turns.flatMap(({ at, turn, to }) => {
    const say = turnWords[turn];
    return say ? [`<tr><td class="n">${count(at)}</td><td>${say(words(to))}</td></tr>`] : [];
  });
  if (rows.length === 0) return '<p>Nothing opened and nothing closed.</p>';
  if (rows.length > mostRows)
    rows.splice(mostRows, rows.length, `<tr><td></td><td>… and so on, ${count(rows.length - mostRows)} times more.</td></tr>`);
  return `<div class="table" tabindex="0"><table><thead><tr><th class="n">item</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function rules(told: Told): string {
  const rows = comparison(told).map(
    (rule) =>
      `<tr><td>${escapeHtml(rule.name)}</td>${[count(rule.released), count(rule.releasedBad), errorRate(rule), count(rule.reviewed)]
        .map((cell) => `<td class="n">${cell}</td>`)
        .join('')}</tr>`,
  );
  const heads = ['released', 'of them bad', 'error rate', 'looked at by people'].map((head) => `<th class="n">${head}</th>`);
  return `<div class="table rules" tabindex="0"><table><thead><tr><th></th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** The replay as one page that loads nothing from anywhere. */
export function writeReport(told: Told): string {
  const { answer, stretches, turns, fold } = told.played;
  const { limit } = fold.promised;
  const cards = [
    ['items', count(answer.items)],
    ['released', percent(answer.released / answer.items)],
    ['of them bad', errorRate(answer)],
    ['certified', answer.certified === null ? 'nothing' : percent(answer.certified.share)],
    ['revoked', count(answer.revocations.length)],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Replay of ${escapeHtml(told.name)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Replay of ${escapeHtml(told.name)}</h1>
<p>${escapeHtml(promiseOf(told))}</p>
<p class="faint">An item was bad when ${escapeHtml(told.rule)}. Order of safety: ${told.score === 'learned' ? 'flags, then confidence, until an order learned from the first verdicts has proved more' : 'flags, then confidence'}.</p>
<dl>${cards.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join('')}</dl>
${findings(told)
  .map((sentence) => `<p>${escapeHtml(sentence)}</p>`)
  .join('\n')}
<h2>What happened to the items</h2>
<figure><div tabindex="0">${sharePlot(stretches, turns)}</div><figcaption>${key('reviewed', 'reviewed')}${key('audited', 'audited: would have been released, picked by chance')}${key('released', 'released')}${key('yellow', 'doubt')}${key('red', 'revoked', true)}</figcaption></figure>
<h2>What was certified, and what was true</h2>
<figure><div tabindex="0">${errorPlot(stretches, turns, limit)}</div><figcaption>${key('bound', 'certified: the error rate is at most this', true)}${key('truth', 'true error rate of what was automatic', true)}${key('ink', `limit ${percent(limit)}`, true)}</figcaption></figure>
<h2>What the evidence says</h2>
${evidence(told)
  .map(({ text }) => `<p>${escapeHtml(text)}</p>`)
  .join('\n')}
<h2>When rights were gained and lost</h2>
${history(told)}
<h2>The same items under simpler rules</h2>
${rules(told)}
</main>
</body>
</html>
`;
}
