import type { Fact } from '@casewire/invocation-state';
import type { InvocationContent } from '../content/invocation-content.ts';
import type { AttemptRecord } from '../statements/insert-attempts.ts';

/** What became known about one invocation. */
export interface InvocationUpdate {
  /** UUIDv7 in lower case. */
  readonly id: string;
  /** With it the row is made where it is missing; without it a missing row is left out. */
  readonly content?: InvocationContent;
  /** In the order in which they were read. */
  readonly facts: readonly Fact[];
  readonly attempts?: readonly AttemptRecord[];
}

/** One update per invocation, in the order of their first mention. */
export function mergeUpdates(updates: readonly InvocationUpdate[]): InvocationUpdate[] {
  const merged = new Map<string, InvocationUpdate>();
  for (const update of updates) {
    const earlier = merged.get(update.id);
    merged.set(update.id, earlier === undefined ? update : merge(earlier, update));
  }
  return [...merged.values()];
}

function merge(earlier: InvocationUpdate, later: InvocationUpdate): InvocationUpdate {
  const content = contentWithBody(earlier.content, later.content);
  return {
    id: earlier.id,
    ...(content && { content }),
    facts: [...earlier.facts, ...later.facts],
    attempts: distinct([...(earlier.attempts ?? []), ...(later.attempts ?? [])]),
  };
}

function distinct(attempts: readonly AttemptRecord[]): AttemptRecord[] {
  return [...new Map(attempts.map((attempt) => [attempt.id, attempt])).values()];
}

/** An attempt record knows everything but the body. */
function contentWithBody(
  earlier: InvocationContent | undefined,
  later: InvocationContent | undefined,
): InvocationContent | undefined {
  return later !== undefined && (earlier === undefined || earlier.body === null) ? later : earlier;
}
