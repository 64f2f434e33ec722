/** One frame of the page's main thread. */
export interface FrameRecord {
  /** Since the frame before. */
  ms: number;
  /** Somewhere in the window no card stood where one should. */
  isEmpty: boolean;
}

/** Runs in the page: follows each frame between `frames.begin()` and `frames.end()`. */
export function recordFrames(): void {
  let found: FrameRecord[] = [];
  let last = 0;
  let request = 0;
  /** Looks half-way down the lines of cards that the page has drawn, and whether they reach over the whole window. */
  const isEmpty = (): boolean => {
    const lines = [...document.querySelectorAll('li[data-index]')].map((line) => line.getBoundingClientRect());
    const list = lines[0] && document.querySelector('li[data-index]')?.parentElement?.getBoundingClientRect();
    if (!list) return true;
    const [top, bottom] = [Math.max(0, list.top), Math.min(innerHeight, list.bottom)];
    return Math.min(...lines.map((line) => line.top)) > top + 1 || Math.max(...lines.map((line) => line.bottom)) < bottom - 1;
  };
  const follow = (now: number) => {
    if (last > 0) found.push({ ms: now - last, isEmpty: isEmpty() });
    last = now;
    request = requestAnimationFrame(follow);
  };
  Object.assign(globalThis, {
    frames: {
      begin: () => {
        found = [];
        last = 0;
        request = requestAnimationFrame(follow);
      },
      end: () => {
        cancelAnimationFrame(request);
        return found;
      },
    },
  });
}
