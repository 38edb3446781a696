/** How instants are shown: in UTC, or in the zone of the reader's browser. */
export type Zone = 'utc' | 'local';

/** The IANA name of a zone. */
export function timeZoneOf(zone: Zone): string {
  return zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly monthName: string;
  readonly day: string;
  readonly weekday: string;
  readonly time: string;
  readonly offset: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes a hundred times as long as using one. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hourCycle: 'h23' },
    ...{
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    },
  });
  formats.set(timeZone, made);
  return made;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let latest: { readonly at: number; readonly timeZone: string; readonly parts: Parts } | undefined;

/** An instant is formatted several times in a row, so its parts are kept. */
function partsOf(at: Date, timeZone: string): Parts {
  const time = at.getTime();
  if (latest?.at !== time || latest.timeZone !== timeZone)
    latest = { at: time, timeZone, parts: readParts(at, timeZone) };
  return latest.parts;
}

function readParts(at: Date, timeZone: string): Parts {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    year: part('year'),
    month: part('month'),
    monthName: monthNames[Number(part('month')) - 1] ?? '',
    day: part('day'),
    weekday: part('weekday'),
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    offset: part('timeZoneName').replace('GMT', 'UTC').replace('+00:00', ''),
  };
}

let current: { readonly now: number; readonly timeZone: string; readonly parts: Parts } | undefined;

/** All instants of a page are compared with the same now, so its parts are kept. */
function partsOfNow(now: number, timeZone: string): Parts {
  if (current?.now !== now || current.timeZone !== timeZone)
    current = { now, timeZone, parts: readParts(new Date(now), timeZone) };
  return current.parts;
}

/**
 * An instant for lists: `08:05:09` of today, `Tue 24 Nov 08:05:09` of another day, `1 Mar 2025 08:05:09` of another year.
 * @param now milliseconds since the epoch
 * @returns the text itself where it is no instant
 */
export function formatShort(instant: string, timeZone: string, now: number): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const { year, monthName, day, weekday, time } = partsOf(at, timeZone);
  const today = partsOfNow(now, timeZone);
  if (year !== today.year) return `${Number(day)} ${monthName} ${year} ${time}`;
  const isToday = day === today.day && monthName === today.monthName;
  return isToday ? time : `${weekday} ${Number(day)} ${monthName} ${time}`;
}

/** An instant in full, to milliseconds and with its offset. */
export function formatFull(instant: string, timeZone: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const { year, month, day, time, offset } = partsOf(at, timeZone);
  const milliseconds = String(at.getUTCMilliseconds()).padStart(3, '0');
  return `${year}-${month}-${day} ${time}.${milliseconds} ${offset}`;
}

/** The offset of a zone at an instant: `UTC`, `UTC+05:30`. */
export function offsetOf(timeZone: string, at: number): string {
  return partsOf(new Date(at), timeZone).offset;
}

const units: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A stretch of time in its two largest units: `820 ms`, `1.2 s`, `5 s`, `3 min 5 s`, `2 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10_000 && milliseconds % 1_000 !== 0) return `${(milliseconds / 1_000).toFixed(1)} s`;
  let rest = Math.round(milliseconds / 1_000);
  const parts: string[] = [];
  for (const [seconds, unit] of units) {
    const count = Math.floor(rest / seconds);
    if (count === 0 && parts.length === 0) continue;
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * seconds;
    if (rest === 0 || parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.join(' ');
}

/**
 * How long ago an instant was, or how far ahead it is: `just now`, `3 min ago`, `in 5 s`.
 * @param now milliseconds since the epoch
 */
export function formatAge(instant: string, now: number): string {
  const seconds = Math.round((now - Date.parse(instant)) / 1_000);
  if (Number.isNaN(seconds)) return '';
  if (Math.abs(seconds) < 1) return 'just now';
  const [size, unit] = units.find(([size]) => Math.abs(seconds) >= size) ?? [1, 's'];
  const count = Math.floor(Math.abs(seconds) / size);
  return seconds > 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

/** A number of bytes: `312 B`, `4.1 KiB`, `2.0 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_024 ** 2) return `${(bytes / 1_024).toFixed(1)} KiB`;
  return `${(bytes / 1_024 ** 2).toFixed(1)} MiB`;
}
