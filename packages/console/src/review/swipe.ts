/** A finger's way over the draft, without React and DOM: which side it goes to, and whether far enough. */
export interface Swipe {
  side: 'approve' | 'reject' | null;
  /** 0 at rest, 1 where letting go decides. */
  share: number;
}

const firstMove = 14;
const steepest = 0.6;
const shareOfWidth = 0.32;
const shortestWay = 96;

/** Right approves, left rejects. A way that is more down than aside belongs to scrolling. */
export function readSwipe(dx: number, dy: number, width: number): Swipe {
  const way = Math.abs(dx);
  if (way < firstMove || Math.abs(dy) > way * steepest) return { side: null, share: 0 };
  const needed = Math.max(shortestWay, width * shareOfWidth);
  return { side: dx > 0 ? 'approve' : 'reject', share: Math.min(1, way / needed) };
}
