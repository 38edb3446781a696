import { percentEncode } from '@casewire/placeholders';

/** Strikes confidential texts out of others. */
export interface Redaction {
  readonly redact: (text: string) => string;
  /** Characters of the longest text that is struck out. */
  readonly reach: number;
}

const STRUCK_OUT = '[redacted]';

/**
 * Shorter texts occur in nearly every answer. Struck out everywhere, they would leave no answer readable, and the gaps
 * would give them away: they are struck out only where they stand as a word.
 */
const MIN_CHARACTERS = 4;

/** @param confidential texts that are struck out in every spelling that receivers repeat them in */
export function redactionOf(confidential: readonly string[]): Redaction {
  // The longest first, so that a text which contains a shorter one is struck out as a whole.
  const longestFirst = confidential.flatMap(spellings).toSorted((one, other) => other.length - one.length);
  const patterns = longestFirst.map((text) => (text.length < MIN_CHARACTERS ? wordPattern(text) : text));
  return {
    redact: (text) => patterns.reduce<string>((cleaned, each) => cleaned.replaceAll(each, STRUCK_OUT), text),
    reach: longestFirst[0]?.length ?? 0,
  };
}

/** The text as it is, in JSON, percent-encoded, in a form, and in the lower case that names of headers get. */
function spellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const encoded = percentEncode(text);
  const component = encoded.replace(/%(?:21|27|28|29|2A)/g, decodeURIComponent);
  const inUrls = [encoded, component].flatMap((each) => [each, each.replaceAll('%20', '+')]);
  return [
    ...new Set([
      text,
      json,
      json.replaceAll('/', '\\/'),
      ...inUrls,
      ...inUrls.map((each) => each.replace(/%../g, (escape) => escape.toLowerCase())),
      text.toLowerCase(),
    ]),
  ];
}

function wordPattern(text: string): RegExp {
  const escaped = text.replace(/[^A-Za-z0-9]/g, String.raw`\$&`);
  return new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, 'g');
}
