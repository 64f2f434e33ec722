const longestWait = 100;

/** Calls back once the frame that is being made has been painted, or soon where none is made. Answers how to call it off. */
export function afterFrame(run: () => void): () => void {
  let isOver = false;
  let task: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    isOver = true;
    cancelAnimationFrame(frame);
    clearTimeout(patience);
    clearTimeout(task);
  };
  const begin = () => {
    if (isOver) return;
    end();
    run();
  };
  const frame = requestAnimationFrame(() => {
    task = setTimeout(begin);
  });
  // A page out of sight makes no frames.
  const patience = setTimeout(begin, longestWait);
  return end;
}

/** Resolves once the frame that is being made has been painted. */
export const frameAfter = (): Promise<void> => new Promise((resolve) => void afterFrame(resolve));
