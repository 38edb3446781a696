import {
  decodeEscapes,
  escapings,
  MAX_LAYERS,
  plainText,
  withoutOpenEscape,
  type DecodedText,
} from './escapes.ts';

/** Strikes confidential texts out of others. */
export interface Redaction {
  readonly redact: (text: string) => string;
  /** The same for a text that was cut off: it may end in the middle of a confidential one. */
  readonly redactCut: (text: string) => string;
  /** Strikes out these texts too. */
  readonly also: (confidential: readonly string[]) => Redaction;
}

const STRUCK_OUT = '[redacted]';

/**
 * Shorter texts occur in nearly every answer. Struck out everywhere, they would leave no answer readable, and the gaps
 * would give them away: they are struck out only where they stand as a word.
 */
const MIN_CHARACTERS = 4;

/** A confidential text as it is looked for. */
interface Needle {
  readonly bytes: Buffer;
  readonly isWord: boolean;
}

/** A part of a text that is struck out. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Confidential texts are found however servers repeat them: a text is looked through as it stands, and again with layers of
 * escapes taken off, of URLs, JSON and HTML, in every order. Letters match in either case, since names of headers get lower
 * case, and a blank is as good as the plus that forms have for it. Base64 of a whole confidential text is looked for too.
 * @param confidential texts that are struck out
 */
export function redactionOf(confidential: readonly string[]): Redaction {
  const shortest = Math.min(...confidential.map(({ length }) => length));
  let needles: readonly Needle[] | undefined;
  const strike = (text: string, isCut: boolean): string => {
    // No escape is shorter than what it stands for. Most texts of answers end here.
    if (confidential.length === 0 || (text.length < shortest && !isCut)) return text;
    needles ??= confidential.flatMap(needlesOf);
    return strikeOut(text, needles, isCut);
  };
  return {
    redact: (text) => strike(text, false),
    // What is left of a character that the cut went through would hide that a confidential text begins before it.
    redactCut: (text) => strike(text.replace(/(?:\ufffd{1,3}|[\ud800-\udbff])$/, ''), true),
    also: (more) => redactionOf([...confidential, ...more]),
  };
}

function needlesOf(confidential: string): Needle[] {
  const bytes = Buffer.from(confidential);
  const spellings = [
    bytes,
    Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
    Buffer.from(bytes.toString('base64url')),
  ];
  const isWord = confidential.length < MIN_CHARACTERS;
  return spellings.map((spelling) => ({ bytes: folded(spelling), isWord }));
}

function strikeOut(text: string, needles: readonly Needle[], isCut: boolean): string {
  const whole = plainText(text);
  const readings = readingsOf(whole, isCut);
  const spans: Span[] = [];
  let end = whole.bytes.length;
  for (const { bytes, starts } of readings) {
    const haystack = folded(bytes);
    for (const needle of needles) {
      for (const found of occurrences(haystack, needle, isCut)) {
        spans.push({ start: starts[found.start] ?? 0, end: starts[found.end] ?? 0 });
      }
    }
    end = Math.min(end, starts[bytes.length] ?? 0);
  }
  return spans.length === 0 && end === whole.bytes.length
    ? text
    : replaceSpans(whole.bytes, merged(spans), end);
}

/**
 * The text as it stands, and each different text that it becomes when layers of escapes are taken off. Three layers of
 * three kinds make forty texts at most, and few of real answers, since the order hardly ever matters.
 */
function readingsOf(text: DecodedText, isCut: boolean): DecodedText[] {
  const readings = [isCut ? withoutOpenEscape(text) : text];
  let layer: readonly DecodedText[] = readings;
  for (let depth = 0; depth < MAX_LAYERS; depth++) {
    const decoded = layer
      .flatMap((reading) => escapings.map((escaping) => decodeEscapes(reading, escaping)))
      .filter((reading) => reading !== undefined)
      .map((reading) => (isCut ? withoutOpenEscape(reading) : reading));
    layer = decoded.filter(
      ({ bytes }, index) =>
        decoded.findIndex((other) => other.bytes.equals(bytes)) === index &&
        !readings.some((other) => other.bytes.equals(bytes)),
    );
    readings.push(...layer);
  }
  return readings;
}

function* occurrences(haystack: Buffer, { bytes, isWord }: Needle, isCut: boolean): Generator<Span> {
  for (let start = haystack.indexOf(bytes), next; start !== -1; start = haystack.indexOf(bytes, next)) {
    const end = start + bytes.length;
    const isFound = !isWord || !(isAlphanumeric(haystack[start - 1]) || isAlphanumeric(haystack[end]));
    if (isFound) yield { start, end };
    next = isFound ? end : start + 1;
  }
  if (isCut) yield* cutOccurrence(haystack, bytes);
}

/** The beginning of a needle with which the haystack ends. */
function* cutOccurrence(haystack: Buffer, needle: Buffer): Generator<Span> {
  const { length } = haystack;
  const first = needle[0] ?? 0;
  const earliest = Math.max(length - needle.length + 1, 0);
  for (
    let start = haystack.indexOf(first, earliest);
    start !== -1;
    start = haystack.indexOf(first, start + 1)
  ) {
    if (haystack.compare(needle, 0, length - start, start) !== 0) continue;
    yield { start, end: length };
    return;
  }
}

/** Spans in order, those that overlap as one. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) result.push(span);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}

function replaceSpans(bytes: Buffer, spans: readonly Span[], end: number): string {
  let text = '';
  let at = 0;
  for (const span of spans) {
    if (span.start >= end) break;
    text += bytes.toString('utf8', at, span.start) + STRUCK_OUT;
    at = span.end;
  }
  return text + bytes.toString('utf8', at, Math.max(at, end));
}

/** Letters of ASCII in lower case, and a blank for a plus. */
function folded(bytes: Buffer): Buffer {
  const result = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) result[at] = byte | 0x20;
    else result[at] = byte === 0x2b ? 0x20 : byte;
  }
  return result;
}

/** Of a folded byte. */
function isAlphanumeric(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a));
}
