const QUOTE = 0x22;

/**
 * The text of a JSON value: a string's own, that of any other as it is written, so that numbers keep their spelling.
 * @param json without white space around it
 */
export function jsonText(json: Buffer): string {
  const text = json.toString('utf8');
  return json[0] === QUOTE ? (JSON.parse(text) as string) : text;
}
