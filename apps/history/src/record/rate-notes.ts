import type { InvocationUpdate, RateNote } from '@casewire/invocation-ledger';

/** What updates tell of webhooks that have a rate: starts, and due times that the rate has given. */
export function rateNotes(updates: readonly InvocationUpdate[]): RateNote[] {
  return updates.flatMap(({ content, facts, attempts = [] }) => {
    if (content === undefined) return [];
    const { webhookId } = content;
    const started = attempts.filter(({ rateLimited }) => rateLimited === true);
    const dueTimes = facts.flatMap((fact) =>
      fact.kind === 'outcome' && fact.next.kind === 'defer' && fact.next.reason === 'rate-limited'
        ? [fact.next.at]
        : [],
    );
    return [
      ...started.map(({ startedAt }) => ({ webhookId, startedAt, dueAt: null })),
      ...dueTimes.map((dueAt) => ({ webhookId, startedAt: null, dueAt })),
    ];
  });
}
