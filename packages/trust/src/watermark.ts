/**
 * The order of labels. Reviews of bad items take longer; counted as they come, early samples look clean and most certificates are
 * false. So an evidence item is counted only when all evidence items before it are labelled. Order is that of arrival, never the clock's.
 */
export interface OpenItem {
  item: string;
  score: number;
  /** q when it was decided, and whether it lay in the automatic region then. */
  audit: number;
  inRegion: boolean;
  /** Its label, once it is in. */
  loss: number | null;
  overdue: boolean;
}

/** The evidence items whose turn has come, and those that still wait. */
export function drain(open: readonly OpenItem[]): { ready: OpenItem[]; open: readonly OpenItem[] } {
  const stop = open.findIndex(({ loss }) => loss === null);
  if (stop === 0 || open.length === 0) return { ready: [], open };
  const ready = stop < 0 ? open : open.slice(0, stop);
  return { ready: [...ready], open: stop < 0 ? [] : open.slice(stop) };
}

/** Open items with one of them changed. The same list when there is none of that name. */
export function changeOpen(open: readonly OpenItem[], item: string, change: Partial<OpenItem>): readonly OpenItem[] {
  const at = open.findIndex((one) => one.item === item);
  return at < 0 ? open : open.with(at, { ...(open[at] as OpenItem), ...change });
}

/** An evidence item is past its deadline and still unlabelled: nothing is released until it is settled. */
export const isStalled = (open: readonly OpenItem[]): boolean => open.some(({ overdue, loss }) => overdue && loss === null);
