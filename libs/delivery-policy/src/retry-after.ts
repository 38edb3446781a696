const SECONDS = /^\d{1,10}$/;
const DAY_NAME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)$/;
const DAY_AND_MONTH = /^\d\d[ -]\w{3}[ -]/;

/** Answers that say "later": Request Timeout, Too Early, Too Many Requests, Service Unavailable. */
const SAYING_LATER = new Set([408, 425, 429, 503]);

/**
 * When a receiver asked to be tried again, from its `Retry-After` headers: seconds or an HTTP date (RFC 9110, section
 * 10.2.3). The header counts with the statuses 408, 425, 429 and 503 only. It is meant to come once; of several, or of a
 * list, the longest wait counts.
 * @param values of the header, one for each time that it came
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch; undefined if the header does not count, is absent or cannot be read
 */
export function retryAfterAt(
  status: number,
  values: readonly string[] | undefined,
  now: number,
): number | undefined {
  if (values === undefined || !SAYING_LATER.has(status)) return undefined;
  const instants = elementsOf(values).map((element) =>
    SECONDS.test(element) ? now + Number(element) * 1000 : httpDate(element, now),
  );
  return instants.reduce(latest, undefined);
}

/** Answers with which a receiver speaks for all of its deliveries, and not for the one alone. */
const SPEAKING_FOR_ALL = new Set([429, 503]);

/** Whether a `Retry-After` that came with this status is for all deliveries of the webhook. */
export function concernsWebhook(status: number): boolean {
  return SPEAKING_FOR_ALL.has(status);
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** The elements of lists. A comma behind the name of a day belongs to its date. */
function elementsOf(values: readonly string[]): string[] {
  const elements: string[] = [];
  for (const part of values.join(',').split(',')) {
    const text = part.trim();
    const day = elements.at(-1);
    if (day !== undefined && DAY_NAME.test(day) && DAY_AND_MONTH.test(text))
      elements[elements.length - 1] = `${day}, ${text}`;
    else elements.push(text);
  }
  return elements;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = String.raw`(?<time>\d\d:\d\d:\d\d)`;

/** The forms of an HTTP date (RFC 9110, section 5.6.7): the one of today, and two that recipients must still read. */
const dateForms = [
  new RegExp(String.raw`^\w{3}, (?<day>\d\d) (?<month>\w{3}) (?<year>\d{4}) ${TIME} GMT$`),
  new RegExp(String.raw`^\w{6,9}, (?<day>\d\d)-(?<month>\w{3})-(?<year>\d\d) ${TIME} GMT$`),
  new RegExp(String.raw`^\w{3} (?<month>\w{3}) (?<day>\d\d| \d) ${TIME} (?<year>\d{4})$`),
];

/** Reads an HTTP date, undefined if it is none. */
function httpDate(text: string, now: number): number | undefined {
  for (const form of dateForms) {
    const groups = form.exec(text)?.groups;
    if (groups !== undefined) return instantOf(groups, now);
  }
  return undefined;
}

function instantOf(groups: Readonly<Record<string, string>>, now: number): number | undefined {
  const { day = '', month = '', year = '', time = '' } = groups;
  const fullYear = year.length === 2 ? yearEndingWith(Number(year), now) : Number(year);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const midnight = new Date(Date.UTC(fullYear, MONTHS.indexOf(month), Number(day)));
  // `Date.UTC` turns a day that does not exist into another one.
  if (!MONTHS.includes(month) || midnight.getUTCDate() !== Number(day)) return undefined;
  // Second 60 is a leap second. It counts as the first second of the next minute.
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  return midnight.setUTCHours(hours, minutes, seconds);
}

/** The latest year with these last two digits that is at most fifty years ahead. */
function yearEndingWith(digits: number, now: number): number {
  const latestYear = new Date(now).getUTCFullYear() + 50;
  return latestYear - ((latestYear - digits) % 100);
}
