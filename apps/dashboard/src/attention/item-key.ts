import type { AttentionItem } from '../api/types.ts';

/**
 * Tells an item from the others of a list, and stays the same as long as the item is there. The request that mends an
 * item does not: of an unavailable receiver it names the oldest invocation that is held, and another becomes the oldest.
 */
export function keyOf({ kind, reason, subject, action }: AttentionItem): string {
  const { tenantId, environment, webhookId, host } = subject;
  return JSON.stringify([kind, tenantId, environment, webhookId, host, detailOf(kind, reason, action.path)]);
}

/** What tells apart the items of a kind that one webhook or one tenant can have several of. */
function detailOf(kind: AttentionItem['kind'], reason: string | null, path: string): string | null {
  if (kind === 'invocations-failed') return groupOf(path);
  return kind === 'events-rejected' ? reason : null;
}

/** The id of the failure group that is retried or ignored. */
function groupOf(path: string): string | null {
  return /^\/v1\/failures\/([^/]+)/.exec(path)?.[1] ?? null;
}
