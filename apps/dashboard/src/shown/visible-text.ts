/** Characters that are not seen, or that change how their neighbours stand: controls, and marks of direction and joining. */
const HIDDEN = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/**
 * A text from outside with every hidden character written out, so that no name or address can look like another one or
 * turn the text around it: `a\u202eb`.
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, written);
}

/** The same for a text of several lines, whose line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(HIDDEN, (character) => (/[\n\t]/.test(character) ? character : written(character)));
}

function written(character: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
