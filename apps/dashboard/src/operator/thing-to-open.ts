import type { AttentionItem } from '../api/types.ts';
import { mendOf } from '../attention/mend.ts';
import type { WebhookSearch } from '../webhooks/webhook-search.ts';

/** A page below a tenant and environment, with the filters of its list. */
interface Target {
  /** Empty for the overview. */
  readonly path: string;
  readonly search: WebhookSearch;
}

/** What lists several webhooks that have the same trouble. */
const filters = {
  'receiver-gone': { status: 'disabled' },
  'paused-after-failures': { health: 'paused' },
  'receiver-unavailable': { health: 'unavailable' },
  failing: { health: 'failing' },
  'backlog-held': { status: 'paused' },
} as const satisfies Partial<Record<AttentionItem['kind'], WebhookSearch>>;

/** Where the thing is seen that needs a person: a webhook, the delivery that blocks, rejected events, or a list of them. */
export function thingToOpen({
  kind,
  subject: { webhookId, count },
  action,
}: Pick<AttentionItem, 'kind' | 'subject' | 'action'>): Target {
  const mend = mendOf(action);
  switch (kind) {
    case 'events-rejected':
      return to(
        count === 1 && mend !== undefined && 'eventId' in mend ? `rejected/${mend.eventId}` : 'rejected',
      );
    case 'subjects-blocked':
      return to(mend !== undefined && 'invocationId' in mend ? `invocations/${mend.invocationId}` : '');
    case 'invocations-failed':
      return to(mend !== undefined && 'groupId' in mend ? `failures/${mend.groupId}` : 'failures');
    case 'receiver-gone':
    case 'paused-after-failures':
    case 'receiver-unavailable':
    case 'failing':
    case 'backlog-held':
      return count === 1 && webhookId !== null ? to(`webhooks/${webhookId}`) : to('webhooks', filters[kind]);
  }
}

function to(path: string, search: WebhookSearch = {}): Target {
  return { path, search };
}
