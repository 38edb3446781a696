import type { InspectorAnswer } from '@casewire/inspector-store';

/** An answer as it is written. */
export interface WrittenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Headers of every answer. Its body is its owner's, and its address is Casewire's own: so nothing of it is a page, a script or
 * a worker for a browser, whatever stands in it.
 */
const safely = {
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** The answer to everybody but deliveries to an inspector that exists. */
export const nothing: WrittenAnswer = { status: 404, headers: safely, body: '' };

/** An answer of Casewire itself, in words. */
export function wordsOf(status: number, text: string): WrittenAnswer {
  return { status, headers: { ...safely, 'content-type': 'text/plain; charset=utf-8' }, body: text };
}

/** The answer that the owner of an inspector has chosen. A text is sent as text, anything else as JSON. */
export function chosenAnswer({ status, retryAfter, location, body }: InspectorAnswer): WrittenAnswer {
  const isText = typeof body === 'string';
  return {
    status,
    headers: {
      ...safely,
      ...(retryAfter !== null && { 'retry-after': String(retryAfter) }),
      ...(location !== null && { location }),
      ...(body !== null && { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' }),
    },
    body: isText ? body : body === null ? '' : JSON.stringify(body),
  };
}
