import { stateTellingTypes } from '@casewire/families';
import type { TenantScope } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { levelOf, scopeKeyOf } from '@casewire/matching-rules';
import { Webhook } from '@casewire/subscription-store';
import { toAuthColumns } from './receiver-auth.ts';
import { placeholderColumns } from './webhook-placeholders.ts';
import type { NewWebhook, WebhookChange } from './webhook-schema.ts';

/** Who a new webhook is for, and which it will be. */
export interface NewWebhookIdentity extends TenantScope {
  readonly id: string;
  readonly now: Date;
}

/** The row of a webhook that is to be created. */
export function newWebhookRow(
  { id, tenantId, environment, now }: NewWebhookIdentity,
  wanted: NewWebhook,
  keyRing: KeyRing,
): Webhook {
  const levelIds = { definitionId: wanted.definitionId ?? null, runtimeId: wanted.runtimeId ?? null };
  const { secret: _secret, ...signing } = wanted.signing;
  return {
    id,
    tenantId,
    environment,
    ...levelIds,
    level: levelOf(levelIds),
    scopeKey: scopeKeyOf(levelIds),
    name: wanted.name ?? null,
    url: wanted.url,
    events: wanted.events ?? (wanted.stateNames === undefined ? ['*'] : [...stateTellingTypes]),
    method: wanted.method,
    headers: wanted.headers,
    ...placeholderColumns(wanted),
    ...toAuthColumns(keyRing, id, wanted.auth),
    format: wanted.format,
    signing,
    signsWithTenantSecret: false,
    sendWebhookId: wanted.sendWebhookId,
    retry: wanted.retry ?? null,
    timeoutMs: wanted.timeoutMs ?? null,
    maxConcurrency: wanted.maxConcurrency ?? null,
    ordering: wanted.ordering,
    successStatus: wanted.successStatus ?? null,
    options: wanted.options,
    status: wanted.status,
    expiresAt: wanted.expiresAt ?? null,
    stateNames: wanted.stateNames ?? null,
    filter: wanted.filter ?? null,
    transform: wanted.request === undefined ? null : [wanted.request.transform].flat(),
    endsWithRun: false,
    origin: 'api',
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}

/** The row after a change: null takes a setting back to its default, what is not named stays. */
export function changedWebhookRow(
  webhook: Webhook,
  change: WebhookChange,
  { keyRing, now }: { readonly keyRing: KeyRing; readonly now: Date },
): Webhook {
  const orStay = <T>(value: T | undefined, stays: T): T => (value === undefined ? stays : value);
  const url = change.url ?? webhook.url;
  const headers = change.headers ?? webhook.headers;
  return Object.assign(new Webhook(), webhook, {
    ...(change.auth !== undefined && toAuthColumns(keyRing, webhook.id, change.auth)),
    name: orStay(change.name, webhook.name),
    url,
    events: change.events ?? webhook.events,
    headers,
    ...placeholderColumns({ url, headers }),
    format: change.format ?? webhook.format,
    signing: change.signing ?? webhook.signing,
    sendWebhookId: change.sendWebhookId ?? webhook.sendWebhookId,
    retry: orStay(change.retry, webhook.retry),
    timeoutMs: orStay(change.timeoutMs, webhook.timeoutMs),
    maxConcurrency: orStay(change.maxConcurrency, webhook.maxConcurrency),
    successStatus: orStay(change.successStatus, webhook.successStatus),
    options: change.options ?? webhook.options,
    status: change.status ?? webhook.status,
    expiresAt: orStay(change.expiresAt, webhook.expiresAt),
    stateNames: orStay(change.stateNames, webhook.stateNames),
    filter: orStay(change.filter, webhook.filter),
    transform: orStay(change.request && [change.request.transform].flat(), webhook.transform),
    version: webhook.version + 1,
    updatedAt: now,
  });
}
