import type { Webhook } from '@casewire/subscription-store';
import type { WebhookView } from './webhook-schema.ts';

/** A webhook as its owner sees it: without secrets. */
export function toWebhookView(webhook: Webhook): WebhookView {
  return {
    id: webhook.id,
    level: webhook.level,
    environment: webhook.environment,
    name: webhook.name,
    url: webhook.url,
    events: webhook.events,
    definitionId: webhook.definitionId,
    runtimeId: webhook.runtimeId,
    method: webhook.method,
    headers: webhook.headers,
    auth: webhook.auth,
    format: webhook.format,
    signing: webhook.signing,
    sendWebhookId: webhook.sendWebhookId,
    retry: toRetryView(webhook.retry),
    timeoutMs: webhook.timeoutMs,
    maxConcurrency: webhook.maxConcurrency,
    ordering: webhook.ordering,
    successStatus: webhook.successStatus,
    options: webhook.options,
    status: webhook.status,
    expiresAt: webhook.expiresAt?.toISOString() ?? null,
    stateNames: webhook.stateNames,
    filter: webhook.filter,
    request: webhook.transform && { transform: [...webhook.transform] },
    createdAt: webhook.createdAt.toISOString(),
    updatedAt: webhook.updatedAt.toISOString(),
  };
}

function toRetryView(retry: Webhook['retry']): WebhookView['retry'] {
  return retry === null || retry === 'none' ? retry : { ...retry, delaysSeconds: [...retry.delaysSeconds] };
}
