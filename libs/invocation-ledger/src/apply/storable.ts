import { storableText } from '@casewire/database';
import type { AttemptRecord } from '../statements/insert-attempts.ts';
import type { NewInvocation } from '../statements/insert-invocations.ts';

/** The attempt without what the receiver or the network said, and with texts that PostgreSQL takes. */
export function storableAttempt(attempt: AttemptRecord): AttemptRecord {
  const { responseBody: _body, responseHeaders: _headers, error: _error, ...kept } = attempt;
  return storableTexts({ ...kept, durationMs: Math.min(attempt.durationMs, MAX_DURATION_MS) });
}

/** The invocation with texts that PostgreSQL takes; its body is bytes and needs no mending. */
export function storableInvocation({ content, state }: NewInvocation): NewInvocation {
  const { body, ...texts } = content;
  return { content: { ...storableTexts(texts), body }, state: storableTexts(state) };
}

/** A day: more than any deadline, and within what the column holds. */
const MAX_DURATION_MS = 86_400_000;

/** Makes every text in a value storable. */
function storableTexts<T>(value: T): T {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
  return JSON.parse(text) as T;
}
