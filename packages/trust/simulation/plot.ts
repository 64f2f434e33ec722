/** Plots as self-made SVG that reads on light and on dark pages. */
export interface Line {
  name: string;
  points: [number, number][];
  colour: number;
  isDashed?: boolean;
}

export interface Plot {
  title: string;
  x: string;
  y: string;
  xTicks: number[];
  yTicks: number[];
  lines: Line[];
  /** Upright marks with a word. */
  marks?: { at: number; word: string }[];
  isPercent?: boolean;
  isLogX?: boolean;
}

const width = 720;
const height = 340;
const frame = { left: 64, right: 150, top: 40, bottom: 48 };

const style = `<style>
rect.page{fill:#fff}text{font:13px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:15px}.axis{stroke:#888}.grid{stroke:#8883}.mark{stroke:#888;stroke-dasharray:2 3}
.c0{stroke:#1f6feb}.c1{stroke:#c2410c}.c2{stroke:#15803d}.c3{stroke:#7e22ce}.f0{fill:#1f6feb}.f1{fill:#c2410c}.f2{fill:#15803d}.f3{fill:#7e22ce}
@media(prefers-color-scheme:dark){rect.page{fill:#0d1117}text{fill:#ddd}.c0{stroke:#6cb0ff}.c1{stroke:#ff9d6b}.c2{stroke:#5fd38d}.c3{stroke:#c9a0ff}.f0{fill:#6cb0ff}.f1{fill:#ff9d6b}.f2{fill:#5fd38d}.f3{fill:#c9a0ff}}
</style><rect class="page" width="${width}" height="${height}"/>`;

const plain = (text: string) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] as string);
const number = (value: number) => value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
const point = (value: number) => value.toFixed(1);

/** A line plot. */
export function linePlot({ title, x, y, xTicks, yTicks, lines, marks = [], isPercent = false, isLogX = false }: Plot): string {
  const along = (value: number) => (isLogX ? Math.log(value) : value);
  const [from, to] = [along(xTicks[0] as number), along(xTicks.at(-1) as number)];
  const [low, high] = [yTicks[0] as number, yTicks.at(-1) as number];
  const right = width - frame.right;
  const bottom = height - frame.bottom;
  const px = (value: number) => frame.left + ((along(value) - from) / (to - from)) * (right - frame.left);
  const py = (value: number) => bottom - ((Math.min(high, value) - low) / (high - low)) * (bottom - frame.top);
  const show = (value: number) => (isPercent ? `${Math.round(1000 * value) / 10} %` : number(value));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${plain(title)}">${style}`,
    `<text class="title" x="${frame.left}" y="22">${plain(title)}</text>`,
    ...yTicks.map(
      (tick) =>
        `<line class="grid" x1="${frame.left}" x2="${right}" y1="${point(py(tick))}" y2="${point(py(tick))}"/><text x="${frame.left - 8}" y="${point(py(tick) + 4)}" text-anchor="end">${show(tick)}</text>`,
    ),
    ...xTicks.map((tick) => `<text x="${point(px(tick))}" y="${bottom + 18}" text-anchor="middle">${number(tick)}</text>`),
    `<line class="axis" x1="${frame.left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    `<text x="${(frame.left + right) / 2}" y="${height - 8}" text-anchor="middle">${plain(x)}</text>`,
    `<text transform="translate(16 ${(frame.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${plain(y)}</text>`,
    ...marks.map(
      ({ at, word }) =>
        `<line class="mark" x1="${point(px(at))}" x2="${point(px(at))}" y1="${frame.top}" y2="${bottom}"/><text x="${point(px(at) + 4)}" y="${frame.top + 12}">${plain(word)}</text>`,
    ),
    ...lines.map(
      ({ points, colour, isDashed }) =>
        `<polyline class="c${colour}" fill="none" stroke-width="2"${isDashed ? ' stroke-dasharray="6 4"' : ''} points="${points.map(([a, b]) => `${point(px(a))},${point(py(b))}`).join(' ')}"/>`,
    ),
    ...lines.map(
      ({ name, colour }, i) => `<text class="f${colour}" x="${right + 10}" y="${frame.top + 14 + 18 * i}">${plain(name)}</text>`,
    ),
    '</svg>\n',
  ].join('\n');
}

/** Groups of bars, each with a value in [0, 1] for each name. */
export function barPlot({
  title,
  groups,
  names,
}: {
  title: string;
  groups: { name: string; values: number[] }[];
  names: string[];
}): string {
  const right = width - frame.right;
  const bottom = height - frame.bottom;
  const step = (right - frame.left) / groups.length;
  const bar = (step * 0.75) / names.length;
  const py = (value: number) => bottom - value * (bottom - frame.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${plain(title)}">${style}`,
    `<text class="title" x="${frame.left}" y="22">${plain(title)}</text>`,
    ...[0, 0.25, 0.5, 0.75, 1].map(
      (tick) =>
        `<line class="grid" x1="${frame.left}" x2="${right}" y1="${point(py(tick))}" y2="${point(py(tick))}"/><text x="${frame.left - 8}" y="${point(py(tick) + 4)}" text-anchor="end">${100 * tick} %</text>`,
    ),
    ...groups.flatMap(({ name, values }, g) => {
      const left = frame.left + step * g + step * 0.125;
      return [
        ...values.map((value, i) => {
          const at = left + bar * i;
          return `<rect class="f${i}" x="${point(at)}" y="${point(py(value))}" width="${point(bar - 2)}" height="${point(bottom - py(value))}"/>`;
        }),
        `<text x="${point(left + step * 0.375)}" y="${bottom + 18}" text-anchor="middle">${plain(name)}</text>`,
      ];
    }),
    `<line class="axis" x1="${frame.left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...names.map((name, i) => `<text class="f${i}" x="${right + 10}" y="${frame.top + 14 + 18 * i}">${plain(name)}</text>`),
    '</svg>\n',
  ].join('\n');
}
