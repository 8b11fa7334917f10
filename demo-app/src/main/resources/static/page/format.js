/** Numbers and times as people read them. */

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** The time of day, for example 14:03:59. */
export function time(millis) {
  return clock.format(millis);
}

/** Rounded, but 100 only where it is all, and 0 only where it is nothing. */
export function percent(part, whole) {
  const share = (100 * part) / whole;
  return share > 99 && share < 100 ? 99 : share > 0 && share < 1 ? 1 : Math.round(share);
}

export function duration(millis) {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}

export function many(count, one, more = `${one}s`) {
  return `${count} ${count === 1 ? one : more}`;
}
