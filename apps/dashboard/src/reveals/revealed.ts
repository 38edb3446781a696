import type { Attempt, ExplainedInvocation, InspectedEvent, InspectedRequest } from '../api/types.ts';
import { bytesOf, textOf } from '../shown/bytes.ts';
import type { Revealed } from './use-reveals.ts';

/*
 * Things as they are when they were revealed. What was not revealed stays as it is.
 */

export function revealedEvent(event: InspectedEvent, revealed: Revealed | undefined): InspectedEvent {
  if (revealed?.bodyBase64 == null) return event;
  const { hidden: _hidden, ...shown } = event;
  return { ...shown, dataBase64: revealed.bodyBase64 };
}

export function revealedInvocation(
  invocation: ExplainedInvocation,
  revealed: Revealed | undefined,
): ExplainedInvocation {
  if (revealed === undefined) return invocation;
  const { hidden: _hidden, ...shown } = invocation;
  return { ...shown, payloadBase64: revealed.bodyBase64 };
}

export function revealedAttempt(attempt: Attempt, revealed: Revealed | undefined): Attempt {
  if (revealed === undefined) return attempt;
  const { hidden: _hidden, ...shown } = attempt;
  const { url = attempt.request.url, headers, answerHeaders, bodyBase64 } = revealed;
  return {
    ...shown,
    request: { ...attempt.request, url, headers: byName(headers) },
    responseHeaders: byName(answerHeaders),
    ...(bodyBase64 !== null && { responseBody: textOf(bytesOf(bodyBase64)) ?? '' }),
  };
}

export function revealedRequest(request: InspectedRequest, revealed: Revealed | undefined): InspectedRequest {
  if (revealed === undefined) return request;
  const { hidden: _hidden, ...shown } = request;
  const { url = request.path, headers = request.headers, bodyBase64 } = revealed;
  return { ...shown, path: url, headers, body: bodyIn(bytesOf(bodyBase64 ?? '')) };
}

function bodyIn(bytes: Uint8Array): InspectedRequest['body'] {
  const content = textOf(bytes);
  if (content !== undefined) return { encoding: 'text', content };
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  return { encoding: 'hex', content: hex.join('') };
}

function byName(headers: Revealed['headers'] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(({ name, value }) => [name, value]));
}
