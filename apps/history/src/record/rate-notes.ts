import type { InvocationUpdate, RateNote } from '@casewire/invocation-ledger';

/** What updates tell of webhooks that have a rate: starts, and due times that the rate has given. */
export function rateNotes(updates: readonly InvocationUpdate[]): RateNote[] {
  const notes: RateNote[] = [];
  for (const { content, facts, attempts = [] } of updates) {
    if (content === undefined) continue;
    const { webhookId } = content;
    for (const { rateLimited, startedAt } of attempts)
      if (rateLimited) notes.push({ webhookId, startedAt, dueAt: null });
    for (const fact of facts) {
      if (fact.kind !== 'outcome' || fact.next.kind !== 'defer') continue;
      const { reason, at } = fact.next;
      if (reason === 'rate-limited') notes.push({ webhookId, startedAt: null, dueAt: at });
    }
  }
  return notes;
}
