import { oneOf } from '../app/search.ts';

export const webhookLevels = ['customer', 'definition', 'runtime'] as const;
export const webhookStatuses = ['active', 'paused', 'disabled'] as const;
export const webhookHealths = ['healthy', 'failing', 'unavailable', 'paused'] as const;

/** The filters of the list of webhooks, as they stand in its address. */
export interface WebhookSearch {
  readonly level?: (typeof webhookLevels)[number];
  readonly status?: (typeof webhookStatuses)[number];
  readonly health?: (typeof webhookHealths)[number];
}

/** Reads an address; what is not understood is left out. */
export function readWebhookSearch(search: Readonly<Record<string, unknown>>): WebhookSearch {
  const level = oneOf(webhookLevels, search['level']);
  const status = oneOf(webhookStatuses, search['status']);
  const health = oneOf(webhookHealths, search['health']);
  return {
    ...(level !== undefined && { level }),
    ...(status !== undefined && { status }),
    ...(health !== undefined && { health }),
  };
}
