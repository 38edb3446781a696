/** A text in which escapes may have been replaced by what they stand for. */
export interface DecodedText {
  /** In UTF-8. */
  readonly bytes: Buffer;
  /** Where in the original text each byte comes from, and at the end, where that text ends. */
  readonly starts: Int32Array;
}

/** What an escape stands for. One object takes all of a text's escapes, since there can be thousands. */
interface Escape {
  value: number;
  /** The value is a byte of UTF-8; else it is a code point. */
  isByte: boolean;
  /** Where the escape ends. */
  end: number;
}

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const NUMBER_SIGN = 0x23;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const LOWER_X = 0x78;
const CASE_BIT = 0x20;

/** How many layers of escapes are looked through: a URL that was encoded twice has three in JSON. */
export const MAX_LAYERS = 3;

/** No entity is longer. Looking for the end of one costs little then. */
const MAX_ENTITY_BYTES = 24;

const MAX_CODE_POINT = 0x10ffff;

/** What follows a backslash in JSON and JavaScript. */
const backslashed: ReadonlyMap<number, number> = new Map(
  Object.entries({
    '"': '"',
    "'": "'",
    '\\': '\\',
    '/': '/',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
  }).map(([letter, character]) => [letter.charCodeAt(0), character.charCodeAt(0)]),
);

/** Names that HTML has for the characters of ASCII that are neither letters nor digits. */
const asciiEntities =
  'Tab\t NewLine\n excl! quot" QUOT" num# dollar$ percnt% amp& AMP& apos\' lpar( rpar) ast* midast* plus+ comma, ' +
  'period. sol/ colon: semi; lt< LT< equals= gt> GT> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ ' +
  'UnderBar_ grave` DiacriticalGrave` lcub{ lbrace{ verbar| vert| VerticalLine| rcub} rbrace}';

/** Names that HTML has for U+00A0 to U+00FF, in order. */
const latinEntities =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml';

const entities: ReadonlyMap<string, number> = new Map([
  ...asciiEntities
    .split(/ (?=\w)/)
    .map((entity) => [entity.slice(0, -1), entity.charCodeAt(entity.length - 1)] as const),
  ...latinEntities.split(' ').map((name, index) => [name, 0xa0 + index] as const),
]);

/** The text as it stands. */
export function plainText(text: string): DecodedText {
  const bytes = Buffer.from(text);
  const starts = new Int32Array(bytes.length + 1);
  for (let at = 0; at < starts.length; at++) starts[at] = at;
  return { bytes, starts };
}

/** How texts are escaped. Each escape is longer than what it stands for. */
interface Escaping {
  /** The byte that begins an escape. */
  readonly introducer: number;
  /** The longest escape. */
  readonly maxBytes: number;
  /** Reads the escape that begins there. @returns whether one does */
  readonly read: (bytes: Buffer, at: number, escape: Escape) => boolean;
}

/** The ways of URLs, of JSON and JavaScript, and of HTML and XML. */
export const escapings: readonly Escaping[] = [
  { introducer: PERCENT, maxBytes: 3, read: readPercent },
  { introducer: BACKSLASH, maxBytes: 12, read: readBackslash },
  { introducer: AMPERSAND, maxBytes: MAX_ENTITY_BYTES, read: readEntity },
];

/**
 * Replaces every escape of one kind by what it stands for, once: what comes of it is not looked at again.
 * @returns undefined if there is none
 */
export function decodeEscapes(
  { bytes, starts }: DecodedText,
  { introducer, read }: Escaping,
): DecodedText | undefined {
  if (!bytes.includes(introducer)) return undefined;
  const decoded = Buffer.allocUnsafe(bytes.length);
  const origins = new Int32Array(bytes.length + 1);
  const escape: Escape = { value: 0, isByte: false, end: 0 };
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const isEscape = byte === introducer && read(bytes, at, escape);
    const value = isEscape ? escape.value : byte;
    const count = !isEscape || escape.isByte || value < 0x80 ? 1 : writeCharacter(decoded, length, value);
    if (count === 1) decoded[length] = value;
    const origin = starts[at] ?? 0;
    for (const end = length + count; length < end; length++) origins[length] = origin;
    at = isEscape ? escape.end : at + 1;
  }
  if (length === bytes.length) return undefined;
  origins[length] = starts[bytes.length] ?? 0;
  return { bytes: decoded.subarray(0, length), starts: origins.subarray(0, length + 1) };
}

/** A text that was cut off, without the escape at its end that is not complete, nor the one around that. */
export function withoutOpenEscape(text: DecodedText): DecodedText {
  let { bytes } = text;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const within = bytes;
    bytes = bytes.subarray(0, Math.min(...escapings.map((escaping) => openEscapeIn(within, escaping))));
  }
  return { bytes, starts: text.starts.subarray(0, bytes.length + 1) };
}

/** Where an escape begins that more bytes could complete; the length of the text if none does. */
function openEscapeIn(bytes: Buffer, { introducer, maxBytes, read }: Escaping): number {
  const escape: Escape = { value: 0, isByte: false, end: 0 };
  for (let at = bytes.indexOf(introducer); at !== -1;) {
    const isEscape = read(bytes, at, escape);
    const isHalf = isEscape && !escape.isByte && (escape.value & 0xfffffc00) === 0xd800;
    if ((!isEscape || isHalf) && bytes.length - at < maxBytes) return at;
    at = bytes.indexOf(introducer, isEscape ? escape.end : at + 1);
  }
  return bytes.length;
}

/** @returns how many bytes a code point takes in UTF-8 */
function writeCharacter(bytes: Buffer, at: number, codePoint: number): number {
  return bytes.write(String.fromCodePoint(codePoint), at);
}

function readPercent(bytes: Buffer, at: number, escape: Escape): boolean {
  escape.value = number(bytes, at + 1, at + 3, 16);
  escape.isByte = true;
  escape.end = at + 3;
  return escape.value >= 0;
}

function readBackslash(bytes: Buffer, at: number, escape: Escape): boolean {
  const letter = bytes[at + 1] ?? 0;
  if (letter === LOWER_U) return readUnit(bytes, at, escape);
  escape.isByte = false;
  escape.value = letter === LOWER_X ? number(bytes, at + 2, at + 4, 16) : (backslashed.get(letter) ?? -1);
  escape.end = letter === LOWER_X ? at + 4 : at + 2;
  return escape.value >= 0;
}

/** Reads `\uXXXX`, or two of them that are one character. */
function readUnit(bytes: Buffer, at: number, escape: Escape): boolean {
  const unit = number(bytes, at + 2, at + 6, 16);
  const isPaired = (unit & 0xfc00) === 0xd800 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === LOWER_U;
  const second = isPaired ? number(bytes, at + 8, at + 12, 16) : 0;
  const isPair = (second & 0xfc00) === 0xdc00;
  escape.isByte = false;
  escape.value = isPair ? 0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff) : unit;
  escape.end = isPair ? at + 12 : at + 6;
  return unit >= 0;
}

function readEntity(bytes: Buffer, at: number, escape: Escape): boolean {
  let end = at + 1;
  while (end < at + MAX_ENTITY_BYTES && end < bytes.length && bytes[end] !== SEMICOLON) end += 1;
  if (bytes[end] !== SEMICOLON) return false;
  escape.isByte = false;
  escape.value = entityValue(bytes, at + 1, end);
  escape.end = end + 1;
  return escape.value >= 0 && escape.value <= MAX_CODE_POINT;
}

function entityValue(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] !== NUMBER_SIGN) return entities.get(bytes.toString('latin1', start, end)) ?? -1;
  const isHex = ((bytes[start + 1] ?? 0) | CASE_BIT) === LOWER_X;
  return isHex ? number(bytes, start + 2, end, 16) : number(bytes, start + 1, end, 10);
}

/** The number that digits of either case make; -1 if there are others among them or none. */
function number(bytes: Buffer, start: number, end: number, base: 10 | 16): number {
  if (end > bytes.length || start >= end) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = digitOf(bytes[at] ?? 0);
    if (digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | CASE_BIT;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : Infinity;
}
