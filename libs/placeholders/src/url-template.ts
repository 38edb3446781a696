import { percentEncode } from './escape.ts';
import { fill, UnfilledPlaceholderError, type PlaceholderValues } from './fill.ts';
import { hasPlaceholder, parseTemplate, placeholdersIn, type Template } from './template.ts';
import { originOf, splitUrl, targetText } from './url-text.ts';

/** A URL with placeholders in its path and in the values of its query. */
export interface UrlTemplate {
  /** Scheme, host and port, which no value changes. */
  readonly origin: string;
  /** What stands between the slashes of the path, before the first one included. */
  readonly segments: readonly Template[];
  /** With its question mark; empty where there is none. */
  readonly query: Template;
}

/** A segment that means "here" or "up", also percent-encoded: a parser takes it, or the one before it, out of the path. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/** Reads a URL; undefined if it is not an `http:` or `https:` one, or a placeholder stands where none may. */
export function parseUrlTemplate(text: string): UrlTemplate | undefined {
  const origin = originOf(text);
  if (origin === undefined || urlTemplateProblem(text) !== undefined) return undefined;
  const { path, query } = splitUrl(text);
  return {
    origin,
    segments: (path === '' ? '/' : path).split('/').map(parseTarget),
    query: parseTarget(query),
  };
}

/** What stands around the placeholders goes out as the text of any URL does. */
function parseTarget(text: string): Template {
  return parseTemplate(text).map((part) => (typeof part === 'string' ? targetText(part) : part));
}

/** Why placeholders may not stand where they do in a URL, undefined if they may. */
export function urlTemplateProblem(text: string): string | undefined {
  const { head, query, fragment } = splitUrl(text);
  if (hasPlaceholder(head)) return 'has a placeholder in its scheme, credentials, host or port';
  if (hasPlaceholder(fragment)) return 'has a placeholder in its fragment, which is not sent';
  return query.split('&').some((parameter) => hasPlaceholder(parameter.split('=')[0] ?? ''))
    ? 'has a placeholder in the name of a query parameter'
    : undefined;
}

/**
 * Fills path and query. Every value is percent-encoded, so it is part of one segment or the value of one parameter. A segment
 * that would become `.` or `..` is not filled: percent-encoding does not keep servers from going up.
 * @throws UnfilledPlaceholderError
 */
export function fillTarget({ segments, query }: UrlTemplate, values: PlaceholderValues): string {
  const path = segments.map((segment) => fillSegment(segment, values)).join('/');
  return path + fill(query, values, percentEncode);
}

function fillSegment(segment: Template, values: PlaceholderValues): string {
  const filled = fill(segment, values, percentEncode);
  const [placeholder] = placeholdersIn(segment);
  if (placeholder !== undefined && DOT_SEGMENT.test(filled)) throw new UnfilledPlaceholderError(placeholder);
  return filled;
}
