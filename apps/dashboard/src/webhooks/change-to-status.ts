import type { AuditEntry, Webhook } from '../api/types.ts';

/**
 * The change by which a webhook came to its status; undefined where the entries do not go back to it.
 * @param entries of the webhook, the newest first
 */
export function changeToStatus<Changed extends Pick<AuditEntry, 'changed'>>(
  entries: readonly Changed[],
  status: Webhook['status'],
): Changed | undefined {
  for (const entry of entries) {
    const change = entry.changed.find(({ member }) => member === 'status');
    if (change !== undefined) return change.after === status ? entry : undefined;
  }
  return undefined;
}
