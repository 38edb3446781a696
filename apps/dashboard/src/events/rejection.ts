import { text } from './text.ts';

/** Why an event was rejected, in words. A code that is not known here is shown as it is. */
export function rejectionInWords(reason: string): string {
  const words: Readonly<Record<string, string>> = text.reasons;
  return Object.hasOwn(words, reason) ? (words[reason] ?? reason) : reason;
}
