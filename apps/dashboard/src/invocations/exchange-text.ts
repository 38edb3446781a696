import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { bytesOf, textOf } from '../shown/bytes.ts';
import { text } from './text.ts';

/** The body of an invocation as text; in base64 where it is none, and empty where it is not shown. */
export function bodyTextOf({ payloadBase64 }: Pick<ExplainedInvocation, 'payloadBase64'>): string {
  if (payloadBase64 == null) return '';
  return textOf(bytesOf(payloadBase64)) ?? payloadBase64;
}

/** Headers, one a line in the order of their names, which are in lower case: their order and case say nothing. */
function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .toSorted()
    .join('\n');
}

/** Stands in previews in place of a signature. Recorded requests have none. */
const SIGNATURE = '<signature>';

/** Headers that no two requests have alike. */
const OF_ONE_REQUEST = new Set(['traceparent', 'webhook-id', 'webhook-attempt', 'webhook-timestamp']);

/** The headers of a request without those that differ from any other request, and without signatures. */
export function requestHeaderLines(headers: Attempt['request']['headers']): string {
  const compared = Object.entries(headers).filter(
    ([name, value]) => !OF_ONE_REQUEST.has(name.toLowerCase()) && value !== SIGNATURE,
  );
  return headerLines(Object.fromEntries(compared));
}

/** The answer to an attempt: its status, or why there is none, then headers and body. */
export function answerText({ responseCode, outcome, error, responseHeaders, responseBody }: Attempt): string {
  if (responseCode === undefined)
    return `${text.outcomes[outcome]}${error === undefined ? '' : `: ${error}`}`;
  return [String(responseCode), headerLines(responseHeaders ?? {}), '', responseBody ?? ''].join('\n');
}
