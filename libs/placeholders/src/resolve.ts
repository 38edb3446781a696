import { BudgetExceededError, type StepBudget } from '@casewire/metering';
import { ContextTooExpensiveError, type JsonContext } from './json-context.ts';

/** The texts that an event's context has for a webhook's placeholders, or the first that it has none for. */
export type Resolution =
  | { readonly kind: 'resolved'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'unknown'; readonly path: string }
  | { readonly kind: 'too-expensive' };

/** Texts of one event for one webhook at most, in bytes of JSON: they travel in a header of the delivery's record. */
export const MAX_RESOLVED_BYTES = 8 * 1024;

/**
 * Looks up the ways into the context that a webhook names. A text that makes all of them too long is as good as none.
 * @param context yields undefined where the event has none
 * @param budget pays for looking. Default: 10 ms
 */
export function resolvePlaceholders(
  context: () => JsonContext | undefined,
  paths: readonly string[],
  budget?: StepBudget,
): Resolution {
  try {
    return resolve(context()?.textsAt(paths, budget), paths);
  } catch (error) {
    if (error instanceof ContextTooExpensiveError || error instanceof BudgetExceededError) {
      return { kind: 'too-expensive' };
    }
    throw error;
  }
}

function resolve(texts: ReadonlyMap<string, string> | undefined, paths: readonly string[]): Resolution {
  const values: [string, string][] = [];
  let room = MAX_RESOLVED_BYTES;
  for (const path of paths) {
    const text = texts?.get(path);
    room -= Buffer.byteLength(JSON.stringify([path, text]));
    if (text === undefined || room < 0) return { kind: 'unknown', path };
    values.push([path, text]);
  }
  return { kind: 'resolved', values: Object.fromEntries(values) };
}
