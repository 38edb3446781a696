import type { AnswerOf } from '@casewire/client';
import type { Webhook } from '../api/types.ts';
import { text } from './text.ts';

type Health = AnswerOf<'get', '/v1/webhooks/{id}/health'>;

/**
 * What attempts have shown of a webhook, in sentences. A few failures leave it healthy, so they are told too.
 * @param health undefined while it is read
 * @returns undefined where there is nothing to say
 */
export function describeHealth(
  { status, health: state }: Pick<Webhook, 'status' | 'health'>,
  health: Pick<Health, 'lastSuccessAt' | 'failuresInARow'> | undefined,
): string | undefined {
  const isActive = status === 'active';
  const sentences: string[] = isActive && state !== 'healthy' ? [text.healthMeanings[state]] : [];
  if (health !== undefined) {
    const { lastSuccessAt, failuresInARow } = health;
    if (lastSuccessAt === null) sentences.push(text.detail.neverDelivered);
    if (failuresInARow > 0) sentences.push(text.detail.attemptsFailed(failuresInARow));
    if (isActive && sentences.length === 0) sentences.push(text.detail.succeeds);
  }
  return sentences.length === 0 ? undefined : sentences.join(' ');
}
