import { type Bench, tell } from '../bench.ts';
import { openConsoleSite, shopName } from '../console/console-site.ts';
import { openBarePage, openReviewScreen, type Presses, pressKeys } from '../console/press-keys.ts';
import type { Press } from '../console/press-recorder.ts';
import { describeMachine } from '../machine.ts';
import { figure } from '../report.ts';
import { percentile } from '../statistics.ts';
import { keepTrace } from '../trace-file.ts';

/** Pauses as people make them, the same in every run: 0.5 to 1.5 s. */
const asPeopleRead = (number: number) => 500 + ((number * 7919) % 1000);
const inHaste = () => 120;

const total = ({ pressedAt, paintedAt }: Press) => paintedAt - pressedAt;
const work = ({ startedAt, handledAt, frameAt, paintedAt }: Press) => handledAt - startedAt + (paintedAt - frameAt);
const five = (values: number[]) => [0.5, 0.95, 0.99, 1].map((share) => figure(percentile(values, share)));

export const bench: Bench = {
  name: 'pace',
  async run({ quick, write }) {
    const count = quick ? 20 : 150;
    await using site = await openConsoleSite({ count: quick ? 2_000 : 100_000 });
    const machine = await describeMachine(site.installation.database.connection);
    const runs: { name: string; found: Presses }[] = [];
    const run = async (
      name: string,
      open: (page: import('playwright-core').Page) => Promise<void>,
      pause: (number: number) => number,
      slowdown: number,
    ) => {
      const { context, page, devtools } = await site.visit();
      await open(page);
      const found = await pressKeys(page, devtools, { count, pause, slowdown });
      await context.close();
      runs.push({ name, found });
      tell(
        `${name}: p95 ${figure(percentile(found.presses.map(total), 0.95))} ms by the clock, ${figure(percentile(found.processorMs, 0.95))} ms of the processor`,
      );
    };
    const review = (page: import('playwright-core').Page) => openReviewScreen(page, shopName);
    await run('a page that only changes its text', openBarePage, asPeopleRead, 1);
    await run('review screen', review, asPeopleRead, 1);
    await run('review screen, in haste', review, inHaste, 1);
    await run('a page that only changes its text, 4× slowed', openBarePage, asPeopleRead, 4);
    await run('review screen, 4× slowed', review, asPeopleRead, 4);
    if (write) keepTrace('pace', { machine, runs });
    return {
      title: 'From a decision to the next item',
      aim: 'painted within one frame: 16 ms at p95; within 50 ms on a processor slowed four times.',
      machine,
      tables: [
        {
          columns: ['ms from the key to the painted frame', 'p50', 'p95', 'p99', 'max'],
          rows: runs.map(({ name, found }) => [name, ...five(found.presses.map(total))]),
        },
        {
          columns: ['of that, ms at work (listeners, and the frame itself)', 'p50', 'p95', 'p99', 'max'],
          rows: runs.map(({ name, found }) => [name, ...five(found.presses.map(work))]),
        },
        {
          columns: ['processor ms of the main thread from key to frame', 'p50', 'p95', 'p99', 'max'],
          rows: runs.map(({ name, found }) => [name, ...five(found.processorMs)]),
        },
        {
          columns: [
            '',
            'decisions',
            'in the first frame',
            'presented within 16 ms (Event Timing)',
            'processor ms for one decision with all that follows',
          ],
          rows: runs.map(({ name, found: { presses, decisionMs } }) => [
            name,
            String(presses.length),
            percent(presses.filter(({ frames }) => frames === 1).length / presses.length),
            percent(presses.filter((press) => press.presented === null || press.presented <= 16).length / presses.length),
            figure(decisionMs),
          ]),
        },
      ],
      notes: [
        `${figure(count)} decisions a line by one key, by a person who reads ${figure(0.5)} to ${figure(1.5)} s each; in haste after 0.12 s. The sample shop over and over: a title, a description and three lines, each with its flags.`,
        'A press begins with `event.timeStamp`, which the browser sets when it gets the key, and ends with a message that was sent from the first frame in which the next item is in hand and arrives when that frame is painted. So waiting for the frame is in the figure, drawing the pixels is not; Event Timing, which sees the presentation, is in steps of 8 ms.',
        'The processor time is that of all tasks of the main thread between the two, from a trace of a third as many decisions made afterwards. The bare page shows what of all this is the browser, the measuring and the machine.',
      ],
    };
  },
};

const percent = (share: number) => `${figure(share * 100)} %`;
