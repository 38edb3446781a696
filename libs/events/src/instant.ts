import { z } from 'zod';

const EXPECTED = 'is not an RFC 3339 instant with an offset, such as 2030-01-31T12:00:00Z';

/**
 * A date and time of a day that exists, with an offset (RFC 3339). `T` and `Z` may be in lower case, and a space may
 * stand for `T`. A space before an offset was a raw `+` in a query, which a form's encoding reads as a space.
 */
const RFC_3339 =
  /^(?<date>\d{4}-\d\d-\d\d)[Tt ](?<time>\d\d:\d\d:\d\d(?:\.\d{1,30})?)(?:(?<utc>[Zz])|(?<sign>[+\- ])(?<offset>\d\d:\d\d))$/;

const strict = z.iso.datetime({ offset: true });

/** The instant that a text names; undefined if it is not RFC 3339. Digits behind the milliseconds are dropped. */
export function parseInstant(text: string): Date | undefined {
  const { date, time, utc, sign, offset } = RFC_3339.exec(text)?.groups ?? {};
  if (date === undefined) return undefined;
  const zone = utc === undefined ? `${sign === '-' ? '-' : '+'}${offset}` : 'Z';
  const { success, data } = strict.safeParse(`${date}T${time}${zone}`);
  return success ? new Date(data) : undefined;
}

/** Every date and time in the bodies and the queries of requests. */
export const instantSchema = z
  .string()
  .transform((text, context) => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    context.addIssue({ code: 'custom', message: EXPECTED });
    return z.NEVER;
  })
  .meta({ type: 'string', format: 'date-time' });
