import { onError, type Terminal } from './terminal.ts';

export interface ProgressState {
  /** What is done, in `unit`. */
  done: number;
  /** 0 to 1, where it is known. */
  fraction: number | null;
  seconds: number;
}

const barWidth = 24;
const drawEveryMs = 100;

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** `1:05`, or `2:01:05` from an hour on. */
export const formatDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours ? `${hours}:${twoDigits(minutes)}:${twoDigits(whole % 60)}` : `${minutes}:${twoDigits(whole % 60)}`;
};

export const formatCount = (n: number): string => Math.round(n).toLocaleString('en');

const formatBar = (fraction: number): string => {
  const full = Math.round(Math.min(1, fraction) * barWidth);
  return `${onError('green', '━'.repeat(full))}${onError('dim', '━'.repeat(barWidth - full))} ${String(Math.floor(fraction * 100)).padStart(3)} %`;
};

/** One line: bar, count, rate, and the time left at the rate so far. Without a total: count, rate and time gone. */
export const formatProgress = (unit: string, { done, fraction, seconds }: ProgressState): string => {
  const rate = `${formatCount(done)} ${unit}  ${formatCount(seconds > 0 ? done / seconds : 0)}/s`;
  if (fraction === null) return `${rate}  ${formatDuration(seconds)}`;
  const left = fraction > 0 ? formatDuration((seconds / fraction) * (1 - fraction)) : '-:--';
  return `${formatBar(fraction)}  ${rate}  ${left} left`;
};

/** A line on standard error that is drawn over, at most ten times a second. Silent when nobody watches. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #unit: string;
  readonly #startedAt = performance.now();
  #drawnAt = 0;

  constructor(terminal: Terminal, unit: string) {
    this.#terminal = terminal;
    this.#unit = unit;
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  show(done: number, fraction: number | null = null): void {
    const now = performance.now();
    if (!this.#terminal.isWatched || now - this.#drawnAt < drawEveryMs) return;
    this.#drawnAt = now;
    process.stderr.write(`\r\x1b[2K${formatProgress(this.#unit, { done, fraction, seconds: this.seconds })}`);
  }

  clear(): void {
    if (this.#drawnAt > 0) process.stderr.write('\r\x1b[2K');
    this.#drawnAt = 0;
  }
}
