/**
 * The `data` of a rejected event, to be corrected.
 * @param value the record's value: an event in the structured mode, or the data itself in the binary mode
 * @returns pretty JSON; the value itself where it is none
 */
export function dataOf(value: string): string {
  const parsed = parse(value);
  if (parsed === undefined) return value;
  const isStructured = typeof parsed === 'object' && parsed !== null && 'specversion' in parsed;
  const data: unknown = isStructured && 'data' in parsed ? parsed.data : isStructured ? {} : parsed;
  return JSON.stringify(data, null, 2);
}

/** @returns undefined where the text is not JSON */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
