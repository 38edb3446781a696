/** RFC 3339 in UTC with a Z, and as many digits of a second as were given: `Date` would keep three. */
export function utcTimestamp(time: string): string {
  const [, seconds = time, fraction = '', offset = 'Z'] = /^(.{19})(\.\d+)?(.+)$/.exec(time) ?? [];
  return `${new Date(seconds + offset).toISOString().slice(0, 19)}${fraction}Z`;
}
