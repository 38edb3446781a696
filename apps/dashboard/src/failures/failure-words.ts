import type { FailureGroup } from '../api/types.ts';
import { text as invocationText } from '../invocations/text.ts';
import { text } from './text.ts';

const HTTP_STATUS = /^http-(\d{3})$/;

/** What the invocations of a group fail with, in a few words; what has none is told as the API tells it. */
export function failureInWords(group: Pick<FailureGroup, 'class' | 'meaning'>): string {
  const [, status] = HTTP_STATUS.exec(group.class) ?? [];
  if (status !== undefined) return text.answered(status);
  const words: Readonly<Record<string, string>> = invocationText.outcomes;
  return Object.hasOwn(words, group.class) ? (words[group.class] ?? group.meaning) : group.meaning;
}
