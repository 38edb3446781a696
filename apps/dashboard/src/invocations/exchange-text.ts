import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { bytesOf, textOf } from '../shown/bytes.ts';

/** The body of an invocation as text; in base64 where it is none, and empty where it is not shown. */
export function bodyTextOf({ payloadBase64 }: Pick<ExplainedInvocation, 'payloadBase64'>): string {
  if (payloadBase64 == null) return '';
  return textOf(bytesOf(payloadBase64)) ?? payloadBase64;
}

/** Headers, one a line in the order of their names, which are in lower case: their order and case say nothing. */
export function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .toSorted()
    .join('\n');
}

/** Stands in previews in place of a signature. */
const SIGNATURE = '<signature>';

/** The headers of a preview that recorded requests have too: signatures are not recorded. */
export function withoutSignatures(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== SIGNATURE));
}

/** The answer to an attempt: its status, or why there is none, then headers and body. */
export function answerText({ responseCode, outcome, error, responseHeaders, responseBody }: Attempt): string {
  if (responseCode === undefined) return `${outcome}${error === undefined ? '' : `: ${error}`}`;
  return [String(responseCode), headerLines(responseHeaders ?? {}), '', responseBody ?? ''].join('\n');
}
