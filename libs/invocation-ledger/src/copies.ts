import { copyId, COPY_OF_HEADER } from '@casewire/events';
import type { InvocationUpdate } from './apply/invocation-update.ts';
import type { InvocationContent } from './invocation-content.ts';

/** Headers of copies contain this as JSON text. No value contains it, because quotes inside values are escaped. */
export const COPY_MARK = `"${COPY_OF_HEADER}":`;

/**
 * The copy of an invocation that a replay makes: the same delivery with an id of its own, for receivers that pass over
 * ids which they have had. It is made once, however often the replay comes by.
 * @param orderingKey of the original; null if it is unordered
 */
export function copyFor(
  replayId: string,
  { id, headers, ...content }: InvocationContent,
  orderingKey: string | null,
): InvocationUpdate {
  const copy = { ...content, id: copyId(id, replayId), headers: { ...headers, [COPY_OF_HEADER]: id } };
  return { id: copy.id, content: copy, facts: [firstFact(orderingKey)] };
}

/** The fact that starts an invocation which matching has not put on a topic. */
export function firstFact(orderingKey: string | null) {
  return orderingKey === null
    ? ({ kind: 'rematch-seen' } as const)
    : ({ kind: 'ordered-seen', orderingKey } as const);
}
