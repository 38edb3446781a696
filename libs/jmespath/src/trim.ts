/** White space as JMESPath's community specification lists it. */
const WHITE_SPACE =
  ' \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** A text without the characters of `set` (default: white space) at its start, its end or both. */
export function trim(text: string, where: 'start' | 'end' | 'both', set?: string): string {
  const characters = new Set(set === undefined || set === '' ? WHITE_SPACE : set);
  let start = 0;
  let end = text.length;
  if (where !== 'end') while (start < end && characters.has(text.charAt(start))) start++;
  if (where !== 'start') while (end > start && characters.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
