import type { AttentionItem } from '../api/types.ts';
import { rejectionInWords } from '../events/rejection.ts';
import { text } from './text.ts';

const HTTP_STATUS = /^http-(\d{3})$/;

/**
 * The reason of an item in words. A code that is not known here is shown as it is.
 * @returns null where there is no reason, or the kind of the item says it already
 */
export function reasonInWords({ kind, reason }: Pick<AttentionItem, 'kind' | 'reason'>): string | null {
  if (reason === null || kind === 'receiver-gone') return null;
  if (kind === 'events-rejected') return rejectionInWords(reason);
  const [, status] = HTTP_STATUS.exec(reason) ?? [];
  const words = status === undefined ? ownValue(text.failures, reason) : text.answered(status);
  return `${text.lastFailure} ${words ?? reason}`;
}

function ownValue(words: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined;
}
