import type { Stretch, TurnAt } from '@countersign/trust';
import { count, percent } from './told.ts';

const width = 860;
const height = 260;
const margin = { left: 52, right: 12, top: 10, bottom: 28 };
const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

interface Scales {
  x(item: number): number;
  y(share: number): number;
}

const round = (value: number): string => value.toFixed(1);

const scalesFor = (items: number, highest: number): Scales => ({
  x: (item) => margin.left + (plot.width * (item - 1)) / Math.max(1, items - 1),
  y: (share) => margin.top + plot.height * (1 - Math.min(share, highest) / highest),
});

/** Round steps: 1, 2 or 5 times a power of ten, about four to an axis. */
function ticks(highest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(highest / 4));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => highest / each <= 5) ?? highest;
  return Array.from({ length: Math.floor(highest / step + 1e-9) + 1 }, (_, i) => i * step);
}

function axes(items: number, highest: number, { x, y }: Scales): string {
  const rows = ticks(highest).map(
    (share) =>
      `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${round(y(share))}" y2="${round(y(share))}"/><text x="${margin.left - 8}" y="${round(y(share) + 4)}" text-anchor="end">${percent(Number(share.toPrecision(6)))}</text>`,
  );
  const columns = ticks(items).map((item) => {
    const at = x(Math.max(1, item));
    const anchor = item === 0 ? 'start' : at > width - 60 ? 'end' : 'middle';
    return `<text x="${round(at)}" y="${height - 8}" text-anchor="${anchor}">${item === 0 ? 'item 1' : count(item)}</text>`;
  });
  return rows.join('') + columns.join('');
}

/** Yellow stretches as bands, revocations as lines across the plot. */
function lights(stretches: readonly Stretch[], turns: readonly TurnAt[], { x }: Scales): string {
  const bands = stretches
    .filter(({ isYellow }) => isYellow)
    .map(
      ({ from, to }) =>
        `<rect class="yellow" x="${round(x(from))}" y="${margin.top}" width="${round(Math.max(1, x(to + 1) - x(from)))}" height="${plot.height}"/>`,
    );
  const reds = turns
    .filter(({ turn }) => turn === 'red')
    .map(
      ({ at }) =>
        `<line class="red" x1="${round(x(at))}" x2="${round(x(at))}" y1="${margin.top}" y2="${margin.top + plot.height}"><title>revoked at item ${count(at)}</title></line>`,
    );
  return bands.join('') + reds.join('');
}

const svg = (title: string, body: string): string =>
  `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><title>${title}</title>${body}</svg>`;

/** What happened to the items: reviewed at the top, audited between, released at the bottom, as shares of each stretch. */
export function sharePlot(stretches: readonly Stretch[], turns: readonly TurnAt[]): string {
  const items = stretches.at(-1)?.to ?? 1;
  const scales = scalesFor(items, 1);
  const { x, y } = scales;
  const area = (name: string, low: (s: Stretch) => number, high: (s: Stretch) => number) => {
    const edge = (of: (s: Stretch) => number) =>
      stretches.flatMap((s) => [s.from, s.to + 1].map((at) => `${round(x(Math.min(items, at)))},${round(y(of(s)))}`));
    return `<polygon class="${name}" points="${[...edge(high), ...edge(low).reverse()].join(' ')}"/>`;
  };
  const part = (of: 'released' | 'audited') => (s: Stretch) => s[of] / (s.to - s.from + 1);
  const released = part('released');
  const looked = (s: Stretch) => released(s) + part('audited')(s);
  const body = [
    area('reviewed', looked, () => 1),
    area('audited', released, looked),
    area('released', () => 0, released),
    axes(items, 1, scales),
    lights(stretches, turns, scales),
  ];
  return svg('Share of items reviewed, audited and released, over time', body.join(''));
}

/** Stretches that a true error rate is taken over: the single one holds too few items. */
const smoothing = 9;

function trueErrors(stretches: readonly Stretch[]): (number | null)[] {
  return stretches.map((stretch, at) => {
    if (stretch.inRegion === 0) return null;
    const near = stretches.slice(Math.max(0, at - smoothing + 1), at + 1);
    const all = near.reduce((sum, { inRegion }) => sum + inRegion, 0);
    return near.reduce((sum, { badInRegion }) => sum + badInRegion, 0) / all;
  });
}

/** The true error rate of what was automatic, which nobody could see, under the bound that was certified, and the limit. */
export function errorPlot(stretches: readonly Stretch[], turns: readonly TurnAt[], limit: number): string {
  const items = stretches.at(-1)?.to ?? 1;
  const truth = trueErrors(stretches);
  const highest = Math.min(1, Math.max(2 * limit, ...truth.map((share) => (share ?? 0) * 1.1)));
  const scales = scalesFor(items, highest);
  const { x, y } = scales;
  const line = (name: string, values: readonly (number | null)[]) => {
    let isDrawing = false;
    const steps = values.map((value, at) => {
      const { from, to } = stretches[at] as Stretch;
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const step = `${isDrawing ? 'L' : 'M'}${round(x(from))},${round(y(value))}L${round(x(to))},${round(y(value))}`;
      isDrawing = true;
      return step;
    });
    return `<path class="${name}" d="${steps.join('')}"/>`;
  };
  const body = [
    axes(items, highest, scales),
    lights(stretches, turns, scales),
    `<line class="limit" x1="${margin.left}" x2="${width - margin.right}" y1="${round(y(limit))}" y2="${round(y(limit))}"/>`,
    line('truth', truth),
    line(
      'bound',
      stretches.map(({ bound }) => bound),
    ),
  ];
  return svg('Certified bound and true error rate of what was automatic, over time', body.join(''));
}
