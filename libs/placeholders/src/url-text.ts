import { parseTemplate, placeholderText } from './template.ts';

/** Scheme, user info, host and port, in every spelling that browsers and Node read (WHATWG URL, section 4.4). */
const HEAD = /^[a-z][a-z\d+.-]*:[/\\]*[^/\\?#]*/i;

/** The parts of a URL as they stand in its text. */
export interface UrlText {
  readonly head: string;
  /** With slashes only: URLs take a backslash in their path for one. */
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
  /** With its number sign; empty where there is none. */
  readonly fragment: string;
}

/** Where a request goes and what it asks for there. */
export interface RequestUrl {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query as they go out. */
  readonly target: string;
}

/** Takes a URL apart without changing a character of its query. */
export function splitUrl(text: string): UrlText {
  const head = HEAD.exec(text)?.[0] ?? '';
  const [, path = '', query = '', fragment = ''] =
    /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text.slice(head.length)) ?? [];
  return { head, path: path.replaceAll('\\', '/'), query, fragment };
}

/** The origin of an `http:` or `https:` URL, undefined if the text is none. */
export function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

/** Reads a URL without placeholders; undefined if it is not an `http:` or `https:` one. */
export function readUrl(text: string): RequestUrl | undefined {
  const origin = originOf(text);
  if (origin === undefined) return undefined;
  const { path, query } = splitUrl(text);
  return { origin, target: targetText(path === '' ? '/' : path) + targetText(query) };
}

/** The URL as it is sent: without its fragment, all else as it was given as far as HTTP allows. Placeholders stand. */
export function sentUrl(text: string): string {
  const { head, path, query } = splitUrl(text);
  const parts = parseTemplate(path + query);
  return (
    head + parts.map((part) => (typeof part === 'string' ? targetText(part) : placeholderText(part))).join('')
  );
}

/**
 * Percent-encodes what HTTP does not allow in a path or a query (RFC 9112, section 3.2; RFC 3986, section 3.3), and nothing
 * else: a receiver gets its address as it was given, dot segments, quotes and odd escapes included. `[`, `]`, `|` and a
 * lone `%` stay too: the grammar lacks them, but URLs in use have them and servers take them.
 */
export function targetText(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x7e]+|["<>\\^`{}]/g, encodeURIComponent);
}
