import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../looks/', import.meta.url));
const require = createRequire(import.meta.url);
const font = () => readFileSync(require.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')).toString('base64');

/** One typeface on every machine, so that lines break at the same words; times and hashes are blank, for they differ from run to run. */
export const steady = (): string => `
  @font-face { font-family: Steady; font-weight: 100 900; src: url(data:font/woff2;base64,${font()}) format('woff2'); }
  *, *::before, *::after { font-family: Steady !important; }
  time, code { visibility: hidden !important; }
  .cm-cursorLayer { display: none !important; }`;

/** How far two pictures are apart, cell by cell, on a scale of 0 to 255. */
export interface Distance {
  mean: number;
  worst: number;
}

/**
 * Pictures are compared as a person sees them from afar: reduced to some 64 cells across, where the edges of letters, which every build of
 * Chromium draws a little otherwise, have melted away, and a missing button or another colour has not.
 */
export const isAlike = ({ mean, worst }: Distance): boolean => mean <= 3 && worst <= 48;

const compare = `async ([one, other]) => {
  const cellsOf = async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const across = 64;
    const down = Math.round((across * image.height) / image.width);
    const context = new OffscreenCanvas(across, down).getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, across, down);
    return context.getImageData(0, 0, across, down).data;
  };
  const [a, b] = [await cellsOf(one), await cellsOf(other)];
  let [sum, worst] = [0, a.length === b.length ? 0 : 255];
  for (let at = 0; at < a.length; at += 4) {
    const apart = [0, 1, 2].reduce((all, each) => all + Math.abs(a[at + each] - b[at + each]), 0) / 3;
    sum += apart;
    worst = Math.max(worst, apart);
  }
  return { mean: sum / (a.length / 4), worst };
}`;

const reduce = `async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width / 2, image.height / 2);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.7 });
  return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
}`;

export interface Looks {
  /** A picture of what is in the window. */
  take(page: Page): Promise<Buffer>;
  distance(one: Buffer, other: Buffer): Promise<Distance>;
  /** How far a picture is from the one that is kept. With UPDATE_LOOKS=1 it becomes the one that is kept. */
  fromKept(name: string, picture: Buffer): Promise<Distance>;
  /** Where a picture that does not fit was put, to be looked at. */
  putAside(name: string, picture: Buffer): string;
}

/** Pictures of screens, and those that are kept in e2e/looks. The browser itself reads and reduces them. */
export async function openLooks(browser: Browser): Promise<Looks> {
  const page = await browser.newPage();
  const call = <T>(code: string, value: unknown): Promise<T> => page.evaluate(`(${code})(${JSON.stringify(value)})`) as Promise<T>;
  const addressOf = (picture: Buffer) =>
    `data:image/${picture.subarray(0, 4).toString('latin1') === 'RIFF' ? 'webp' : 'png'};base64,${picture.toString('base64')}`;
  const distance = (one: Buffer, other: Buffer) => call<Distance>(compare, [addressOf(one), addressOf(other)]);
  const fileOf = (name: string) => path.join(folder, `${name}.webp`);
  return {
    take: (shown) => shown.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' }),
    distance,
    async fromKept(name, picture) {
      if (process.env.UPDATE_LOOKS === '1') {
        mkdirSync(folder, { recursive: true });
        writeFileSync(fileOf(name), Buffer.from(await call<string>(reduce, addressOf(picture)), 'base64'));
      }
      if (!existsSync(fileOf(name)))
        throw new Error(`No look of ${name} is kept. Take it with UPDATE_LOOKS=1 npm test -- --project e2e looks`);
      return distance(readFileSync(fileOf(name)), picture);
    },
    putAside(name, picture) {
      const file = path.join(tmpdir(), `look-${name}.png`);
      writeFileSync(file, picture);
      return file;
    },
  };
}
