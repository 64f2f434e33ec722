import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, tell } from '../bench.ts';
import { openConsoleSite, shopName } from '../console/console-site.ts';
import { type FrameRecord, recordFrames } from '../console/frame-recorder.ts';
import { framesPresented, type Presented } from '../console/frames-presented.ts';
import { traceOf } from '../console/trace.ts';
import { describeMachine } from '../machine.ts';
import { figure } from '../report.ts';
import { percentile } from '../statistics.ts';
import { keepTrace } from '../trace-file.ts';

const cards = 200;
/** Pixels a second: a quick flick of a wheel or a finger. */
const speed = 3_000;

interface Scroll extends Presented {
  name: string;
  seconds: number;
  frames: FrameRecord[];
}

export const bench: Bench = {
  name: 'grid-scroll',
  async run({ quick, write, rounds = quick ? 1 : 3 }) {
    await using site = await openConsoleSite({ count: quick ? 400 : 2_000 });
    const machine = await describeMachine(site.installation.database.connection);
    const scrolls: Scroll[] = [];
    for (const slowdown of [1, 4]) {
      const { context, page, devtools } = await site.visit();
      await page.addInitScript(recordFrames);
      await page.goto(`/grid/${shopName}`);
      await page.locator('[data-card]').first().waitFor();
      await sleep(quick ? 2_000 : 6_000); // the flags of all cards come in
      const height = (await page.evaluate('document.documentElement.scrollHeight - innerHeight')) as number;
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      for (let round = 0; round < rounds; round += 1)
        for (const direction of [-1, 1]) {
          const { result, events } = await traceOf(devtools, async () => {
            await page.evaluate('frames.begin()');
            const startedAt = performance.now();
            await devtools.send('Input.synthesizeScrollGesture', {
              x: 700,
              y: 450,
              yDistance: direction * Math.min(height, quick ? 6_000 : 24_000),
              speed,
              gestureSourceType: 'mouse',
              preventFling: true,
            });
            const seconds = (performance.now() - startedAt) / 1000;
            return { seconds, frames: (await page.evaluate('frames.end()')) as FrameRecord[] };
          });
          const name = `${direction < 0 ? 'down' : 'up'}${slowdown > 1 ? `, ${slowdown}× slowed` : ''}`;
          scrolls.push({ name, ...result, ...framesPresented(events) });
          tell(`${name}: ${figure(scrolls.at(-1)!.presented / result.seconds)} frames/s presented`);
        }
      await context.close();
    }
    if (write) keepTrace('grid-scroll', { machine, scrolls });
    const names = [...new Set(scrolls.map(({ name }) => name))];
    return {
      title: 'The grid: 200 cards scrolled',
      aim: '60 frames a second.',
      machine,
      tables: [
        {
          columns: [
            'scrolled',
            'frames/s presented',
            'dropped',
            'longest between two, ms',
            'main thread: frames/s',
            'longest ms',
            'its processor ms a frame, p50',
            'p95',
            'frames with an empty place',
          ],
          rows: names.map((name) =>
            rowOf(
              name,
              scrolls.filter((each) => each.name === name),
            ),
          ),
        },
      ],
      notes: [
        `${cards} cards of the sample shop with their flags, scrolled by the browser itself at ${figure(speed)} pixels a second as with a wheel, ${rounds} times each way.`,
        'Presented and dropped frames are those of the trace: what reached the screen. A frame of the main thread is one in which the page could draw new cards; an empty place is a part of the window in which a card should stand and none does.',
      ],
    };
  },
};

function rowOf(name: string, scrolls: Scroll[]): string[] {
  const seconds = scrolls.reduce((sum, each) => sum + each.seconds, 0);
  const presented = scrolls.reduce((sum, each) => sum + each.presented, 0);
  const dropped = scrolls.reduce((sum, each) => sum + each.dropped, 0);
  const frames = scrolls.flatMap((each) => each.frames);
  const processor = scrolls.flatMap((each) => each.mainFrameMs);
  const gaps = frames.map(({ ms }) => ms);
  return [
    name,
    figure(presented / seconds),
    String(dropped),
    figure(Math.max(...scrolls.map((each) => each.longestPresentedMs))),
    figure(frames.length / seconds),
    figure(Math.max(...gaps)),
    figure(percentile(processor, 0.5)),
    figure(percentile(processor, 0.95)),
    String(frames.filter(({ isEmpty }) => isEmpty).length),
  ];
}
