/** A request as it was recorded. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the request had no body, or it is not known. */
  readonly body?: Uint8Array | undefined;
}

/** A name that HTTP allows (RFC 9110, section 5.6.2). Anything else curl might read as an option or a file. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** curl computes these itself. */
const COMPUTED = new Set(['content-length', 'host', 'connection', 'transfer-encoding']);

/**
 * A line for any POSIX shell that sends the request once more with curl. The body goes through a pipe: no byte of it is
 * taken for a file name or an option, and it may be longer than an argument. Characters that a terminal would act on are
 * written as escapes, so the line is harmless to paste.
 */
export function curlLine({ method, url, headers, body }: RecordedRequest): string {
  const curl = [
    `curl --globoff --request ${quoted(method)}`,
    `--url ${quoted(encodeControls(url))}`,
    ...Object.entries(headers).flatMap(([name, value]) => headerOption(name, value)),
  ];
  if (body === undefined) return curl.join(' \\\n  ');
  // curl would add a type of its own, and ask before it sends a large body.
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const withheld = ['content-type', 'expect'].filter((name) => !names.includes(name));
  const options = [...curl, ...withheld.map((name) => `--header '${name}:'`), '--data-binary @-'];
  return `printf ${quoted(printfFormat(body))} |\n  ${options.join(' \\\n  ')}`;
}

function headerOption(name: string, value: string): string[] {
  if (!HEADER_NAME.test(name) || COMPUTED.has(name.toLowerCase())) return [];
  // `Name:` would remove the header, `Name;` sends it without a value.
  const line = value.trim() === '' ? `${name};` : `${name}: ${encodeControls(value)}`;
  return [`--header ${quoted(line)}`];
}

/** No URL and no header can be sent with control characters. Where a record has some, they are escaped. */
function encodeControls(text: string): string {
  return text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, (character) => encodeURIComponent(character));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The first argument of printf that prints these bytes: what is not printable ASCII stands in octal. */
function printfFormat(bytes: Uint8Array): string {
  const parts = Array.from(bytes, (byte, index) => {
    // A leading dash would begin an option.
    if (byte === 0x2d && index === 0) return '\\055';
    if (byte === 0x25) return '%%';
    if (byte === 0x5c) return '\\\\';
    if (byte === 0x0a) return '\\n';
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return parts.join('');
}
