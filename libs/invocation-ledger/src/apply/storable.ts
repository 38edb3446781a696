import type { AttemptRecord } from '../statements/insert-attempts.ts';
import type { NewInvocation } from '../statements/insert-invocations.ts';

/** The attempt without what the receiver or the network said, and with texts that PostgreSQL takes. */
export function storableAttempt(attempt: AttemptRecord): AttemptRecord {
  const { responseBody: _body, responseHeaders: _headers, error: _error, ...kept } = attempt;
  return withoutNul({ ...kept, durationMs: Math.min(attempt.durationMs, MAX_DURATION_MS) });
}

/** The invocation with texts that PostgreSQL takes; its body is bytes and needs no mending. */
export function storableInvocation({ content, state }: NewInvocation): NewInvocation {
  const { body, ...texts } = content;
  return { content: { ...withoutNul(texts), body }, state: withoutNul(state) };
}

/** A day: more than any deadline, and within what the column holds. */
const MAX_DURATION_MS = 86_400_000;

/** NUL is valid UTF-8, but PostgreSQL has no place for it in a text. */
function withoutNul<T>(value: T): T {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '\uFFFD') : part,
  );
  return JSON.parse(text) as T;
}
