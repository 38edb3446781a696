import type { BacklogChoice } from '@casewire/events';
import { WebhookResume, type Webhook } from '@casewire/subscription-store';
import type { EntityManager } from 'typeorm';

/** Tells history that the pause of a locked webhook is over, if it is paused. History then frees what the pause has held. */
export async function endPause(
  manager: EntityManager,
  { id, status, pause }: Webhook,
  backlog: BacklogChoice,
): Promise<void> {
  if (status === 'paused') await manager.insert(WebhookResume, { webhookId: id, pause, backlog });
}

/** The number of a webhook's last pause, after its status has changed. */
export function pauseAfter(before: Pick<Webhook, 'status' | 'pause'>, status: Webhook['status']): number {
  return status === 'paused' && before.status !== 'paused' ? before.pause + 1 : before.pause;
}
