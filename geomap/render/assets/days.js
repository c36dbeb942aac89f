/* Days as whole numbers since 1970-01-01, and as ISO text. */

const MS = 86400000;

/* A day from "2018-03-22", or null where the text is no day. */
export function toDay(iso) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(iso));
  if (!match) return null;
  const day = Math.round(atMidnight(Number(match[1]), Number(match[2]), Number(match[3])) / MS);
  return toIso(day) === iso ? day : null;
}

/* Date.UTC reads the years 0 to 99 as 1900 to 1999; setUTCFullYear does not. */
const atMidnight = (year, month, day) => new Date(0).setUTCFullYear(year, month - 1, day);

export const toIso = (day) => new Date(day * MS).toISOString().slice(0, 10);

export function partsOf(day) {
  const date = new Date(day * MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/* The same day of another month, or that month's last day. */
export function addMonths(day, months) {
  const { year, month, day: of } = partsOf(day);
  const lastOfMonth = partsOf(Math.round(atMidnight(year, month + months + 1, 0) / MS)).day;
  return Math.round(atMidnight(year, month + months, Math.min(of, lastOfMonth)) / MS);
}

export const firstOfYear = (year) => Math.round(atMidnight(year, 1, 1) / MS);
