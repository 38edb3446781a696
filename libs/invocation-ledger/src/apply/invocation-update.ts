import type { Fact } from '@casewire/invocation-state';
import type { InvocationContent } from '../invocation-content.ts';
import type { AttemptRecord } from '../sql/attempts.ts';

/** New facts about one invocation, with its content and its attempts. */
export interface InvocationUpdate {
  /** UUIDv7 in lower case. */
  readonly id: string;
  /** With a content, a missing row is added; without, an update of a missing row does nothing. */
  readonly content?: InvocationContent;
  /** In the order in which they were read. */
  readonly facts: readonly Fact[];
  /** For facts that name a hold, where no content comes with them. */
  readonly webhookId?: string;
  readonly attempts?: readonly AttemptRecord[];
}

/** Makes one update per invocation, in the order in which the invocations appear first. */
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
    ...earlier,
    ...(content && { content }),
    facts: [...earlier.facts, ...later.facts],
    attempts: distinct([...(earlier.attempts ?? []), ...(later.attempts ?? [])]),
  };
}

function distinct(attempts: readonly AttemptRecord[]): AttemptRecord[] {
  return [...new Map(attempts.map((attempt) => [attempt.id, attempt])).values()];
}

/** Prefers the content that has the body: an attempt record holds all of the content except the body. */
function contentWithBody(
  earlier: InvocationContent | undefined,
  later: InvocationContent | undefined,
): InvocationContent | undefined {
  return later !== undefined && (earlier === undefined || earlier.body === null) ? later : earlier;
}
