/** One press of a key and the frame that it led to. Times are milliseconds on the clock of the page. */
export interface Press {
  key: string;
  /** When the browser got the key: `event.timeStamp`. */
  pressedAt: number;
  /** The first and the last listener of the page were called. */
  startedAt: number;
  handledAt: number;
  /** The frame with the next item began, and was painted. */
  frameAt: number;
  paintedAt: number;
  /** 1: the first frame after the key already showed it. */
  frames: number;
  /** Event Timing: from the key to the presentation, in steps of 8 ms; null when it took less than 16. */
  presented: number | null;
  /** The heading and the text of the item in hand stood in sight. */
  isSeen: boolean;
}

/**
 * Runs in the page, before its own scripts. A press begins with the time stamp of the key event. At the beginning of each frame after it
 * the page is asked whether another item is in hand; a message that is sent from within that frame arrives once the frame is painted.
 */
export function recordPresses(): void {
  const presses: Press[] = [];
  Object.assign(globalThis, { presses });
  const presented = new Map<number, number>();
  const longestWait = 3000;
  let latest: Press | null = null;
  const bench = () => document.querySelector<HTMLElement>('[data-item]');
  const isInSight = (element: Element | null | undefined) =>
    element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ?? false;
  const hasText = (draft: Element | null | undefined) => isInSight(draft) && (draft?.textContent?.length ?? 0) > 80;

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) presented.set(startTime, duration);
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);

  addEventListener(
    'keydown',
    (event) => {
      const before = bench()?.dataset['item'];
      if (!before) return;
      performance.mark('pressed');
      const press: Press = {
        key: event.key,
        pressedAt: event.timeStamp,
        startedAt: performance.now(),
        handledAt: Number.NaN,
        frameAt: Number.NaN,
        paintedAt: Number.NaN,
        frames: 0,
        presented: null,
        isSeen: false,
      };
      latest = press;
      addEventListener('keydown', () => (press.handledAt = performance.now()), { once: true });
      const look = (frameAt: number) => {
        press.frames += 1;
        const now = bench();
        const item = now?.dataset['item'];
        if (latest !== press || performance.now() - press.startedAt > longestWait) return;
        if (!item || item === before || !hasText(now?.querySelector('[aria-label="Draft"]'))) return void requestAnimationFrame(look);
        press.frameAt = Math.max(frameAt, press.handledAt);
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => {
          press.paintedAt = performance.now();
          performance.mark('painted');
          press.isSeen = isInSight(bench()?.querySelector('h1')) && bench()?.dataset['item'] === item;
          setTimeout(() => {
            press.presented = presented.get(press.pressedAt) ?? null;
            presses.push(press);
          }, 250);
        };
        port1.postMessage(null);
      };
      requestAnimationFrame(look);
    },
    { capture: true },
  );
}
