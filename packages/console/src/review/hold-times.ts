const hour = 3_600_000;
const morning = 9;
export const longestHold = 30 * 24 * hour;

/** The usual times to come back to something, in the person's own time zone. */
export function holdTimes(now: Date): { inAnHour: Date; tomorrow: Date; monday: Date } {
  const day = (ahead: number) => {
    const found = new Date(now);
    found.setDate(found.getDate() + ahead);
    found.setHours(morning, 0, 0, 0);
    return found;
  };
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return { inAnHour: new Date(now.getTime() + hour), tomorrow: day(1), monday: day(toMonday) };
}

export const canHoldUntil = (until: Date, now: Date): boolean => {
  const ahead = until.getTime() - now.getTime();
  return ahead > 0 && ahead <= longestHold;
};

/** As a datetime-local input wants it. */
export function toLocalInput(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
