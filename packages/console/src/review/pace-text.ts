import { words } from '../words/words.ts';

const say = words.desk.pace;
const clock = new Intl.DateTimeFormat(words.locale, { hour: 'numeric', minute: '2-digit' });
const longestClock = 12 * 3600;

export function lengthText(seconds: number): string {
  if (seconds < 100) return say.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? say.minutes(minutes) : say.hours(Math.floor(minutes / 60), minutes % 60);
}

/** "about 1 h 20 min to go, until 16:40". Beyond half a day the hour would mean nothing. */
export function endText(seconds: number, now: Date): string {
  const rounded = seconds > 600 ? Math.round(seconds / 300) * 300 : seconds;
  const length = lengthText(rounded);
  return seconds > longestClock ? say.endLong(length) : say.end(length, clock.format(new Date(now.getTime() + seconds * 1000)));
}
