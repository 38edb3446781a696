const INDENT = '  ';

/** The tokens of JSON: texts, the six signs of structure, and everything else that is no space. */
export const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/**
 * JSON with one member a line. Every text and number stands as it was written: `1.50` stays `1.50`, and digits that a
 * number of JavaScript could not hold stay too.
 * @returns undefined where the text is not JSON
 */
export function prettyJson(text: string): string | undefined {
  if (!isJson(text)) return undefined;
  let depth = 0;
  let before = '';
  let pretty = '';
  for (const [token] of text.matchAll(JSON_TOKEN)) {
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    pretty += spaceBetween(before, token, depth) + token;
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return pretty;
}

function spaceBetween(before: string, token: string, depth: number): string {
  const line = `\n${INDENT.repeat(depth)}`;
  switch (token) {
    case ',':
    case ':':
      return '';
    case '}':
    case ']':
      return before === '{' || before === '[' ? '' : line;
    default:
      if (before === ':') return ' ';
      return before === '{' || before === '[' || before === ',' ? line : '';
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
