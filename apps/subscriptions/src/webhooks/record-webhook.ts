import { changedMembers, recordChange, type Action } from '@casewire/audit';
import type { Identity } from '@casewire/identity';
import type { Webhook } from '@casewire/subscription-store';
import { toShownSettings, type WebhookChange } from '@casewire/webhook-settings';
import type { EntityManager } from 'typeorm';

/** A webhook before and after a change. */
export interface WebhookStep {
  readonly action: Action;
  /** Absent for a new webhook. */
  readonly before?: Webhook;
  readonly after: Webhook;
  /** Members that are named although they look the same before and after. */
  readonly secret?: readonly string[];
}

/** Writes what has become of a webhook into the audit, in the transaction of the change. */
export function recordWebhook(
  manager: EntityManager,
  by: Identity,
  { action, before, after, secret }: WebhookStep,
): Promise<void> {
  const changed = changedMembers(before && auditedMembers(before), auditedMembers(after), secret);
  return recordChange(manager, by, { action, resource: `webhooks/${after.id}`, changed });
}

/** Members of a change whose values are secrets, or may be. */
export function secretMembers(change: WebhookChange): string[] {
  return (['auth', 'headers'] as const).filter((name) => change[name] !== undefined);
}

/**
 * The settings as answers show them, without those that have no effect. Of headers there are the names: their values may be
 * secrets, which a deletion destroys.
 */
function auditedMembers(webhook: Webhook) {
  const { headers, ...settings } = toShownSettings(webhook);
  const { version, statusReason } = webhook;
  const members = { version, ...settings, headers: Object.keys(headers).toSorted(), statusReason };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
