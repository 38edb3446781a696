import { randomUUID } from 'node:crypto';
import type { TenantScope } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { levelOf, scopeKeyOf } from '@casewire/matching-rules';
import { Problem, requireIfMatch, type Page } from '@casewire/rest';
import { type Tenant, Webhook, WebhookSecret, webhookSecretContext } from '@casewire/subscription-store';
import { type DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import { newId } from '../new-id.ts';
import { pageByKeyset } from '../paging/page-by-keyset.ts';
import { lockTenant } from '../tenants/tenants.ts';
import { generateSecret } from '../webhook-secrets/generate-secret.ts';
import { toAuthColumns } from './receiver-auth.ts';
import type { TargetPolicy } from './target-url.ts';
import { webhookProblems } from './webhook-problems.ts';
import type { NewWebhook, WebhookChange, WebhookListQuery } from './webhook-schema.ts';

/** Webhooks of one tenant and environment at most, those of single runs not counted, where the tenant sets nothing. */
const DEFAULT_WEBHOOK_LIMIT = 1_000;

export interface WebhooksParts {
  readonly dataSource: DataSource;
  readonly keyRing: KeyRing;
  readonly targetPolicy: (environment: TenantScope['environment']) => TargetPolicy;
}

/** The URLs that a tenant wants to be told at. */
export class Webhooks {
  readonly #parts: WebhooksParts;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
  }

  /**
   * @returns the webhook, and the secret that signs for it: null if nothing does
   * @throws Problem validation-failed, limit-reached
   */
  async create(scope: TenantScope, wanted: NewWebhook): Promise<{ webhook: Webhook; secret: string | null }> {
    const now = new Date();
    const webhook = this.#newWebhook(scope, wanted, now);
    const secret = wanted.signing.scheme === 'none' ? null : (wanted.signing.secret ?? generateSecret());
    this.#requireSound(webhook, secret);
    await this.#parts.dataSource.transaction(async (manager) => {
      const tenant = await lockTenant(manager, scope.tenantId);
      if (webhook.level !== 'runtime') await requireRoom(manager, tenant, scope);
      await manager.save(Webhook, webhook);
      if (secret !== null) await manager.insert(WebhookSecret, this.#sealedSecret(webhook.id, secret, now));
    });
    return { webhook, secret };
  }

  /** Webhooks of single runs only where they are asked for: there can be millions of them. */
  list({ tenantId, environment }: TenantScope, request: WebhookListQuery): Promise<Page<Webhook>> {
    const { level, status, ...page } = request;
    const query = this.#parts.dataSource.manager
      .createQueryBuilder(Webhook, 'webhook')
      .where({ tenantId, environment, deletedAt: IsNull(), level: level ?? Not('runtime') });
    if (status !== undefined) query.andWhere({ status });
    return pageByKeyset(query, { columns: ['webhook.id'] }, page);
  }

  /** @throws Problem not-found */
  find(scope: TenantScope, id: string): Promise<Webhook> {
    return findWebhook(this.#parts.dataSource.manager, scope, id);
  }

  /** @throws Problem not-found, precondition-failed, validation-failed */
  change(
    scope: TenantScope,
    id: string,
    change: WebhookChange,
    ifMatch: string | undefined,
  ): Promise<Webhook> {
    return this.#parts.dataSource.transaction(async (manager) => {
      const webhook = await findWebhook(manager, scope, id, true);
      requireIfMatch(ifMatch, webhook.version);
      const changed = this.#changed(webhook, change);
      this.#requireSound(changed, await this.#currentSecret(manager, id));
      return manager.save(Webhook, changed);
    });
  }

  /**
   * It matches nothing from now on, and what is pending is cancelled as it comes up; its history stays.
   * @throws Problem not-found, precondition-failed
   */
  async delete(scope: TenantScope, id: string, ifMatch: string | undefined): Promise<void> {
    await this.#parts.dataSource.transaction(async (manager) => {
      const webhook = await findWebhook(manager, scope, id, true);
      requireIfMatch(ifMatch, webhook.version);
      await manager.update(Webhook, { id }, { deletedAt: new Date(), version: webhook.version + 1 });
    });
  }

  #newWebhook({ tenantId, environment }: TenantScope, wanted: NewWebhook, now: Date): Webhook {
    const id = newId(now);
    const { secret: _secret, ...signing } = wanted.signing;
    const levelIds = { definitionId: wanted.definitionId ?? null, runtimeId: wanted.runtimeId ?? null };
    return {
      id,
      tenantId,
      environment,
      ...levelIds,
      level: levelOf(levelIds),
      scopeKey: scopeKeyOf(levelIds),
      name: wanted.name ?? null,
      url: wanted.url,
      events: wanted.events,
      method: wanted.method,
      headers: wanted.headers,
      ...toAuthColumns(this.#parts.keyRing, id, wanted.auth),
      format: wanted.format,
      signing,
      signsWithTenantSecret: false,
      sendWebhookId: wanted.sendWebhookId,
      retry: wanted.retry ?? null,
      timeoutMs: wanted.timeoutMs ?? null,
      maxConcurrency: wanted.maxConcurrency ?? null,
      ordering: wanted.ordering,
      successStatus: wanted.successStatus ?? null,
      options: {},
      status: wanted.status,
      expiresAt: wanted.expiresAt ?? null,
      version: 1,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
  }

  /** Null takes a setting back to its default; what is not named stays. */
  #changed(webhook: Webhook, change: WebhookChange): Webhook {
    const { auth, name, url, events, headers, format, signing, sendWebhookId, status } = change;
    const orStay = <T>(value: T | undefined, now: T): T => (value === undefined ? now : value);
    return Object.assign(new Webhook(), webhook, {
      ...(auth !== undefined && toAuthColumns(this.#parts.keyRing, webhook.id, auth)),
      name: orStay(name, webhook.name),
      url: url ?? webhook.url,
      events: events ?? webhook.events,
      headers: headers ?? webhook.headers,
      format: format ?? webhook.format,
      signing: signing ?? webhook.signing,
      sendWebhookId: sendWebhookId ?? webhook.sendWebhookId,
      retry: orStay(change.retry, webhook.retry),
      timeoutMs: orStay(change.timeoutMs, webhook.timeoutMs),
      maxConcurrency: orStay(change.maxConcurrency, webhook.maxConcurrency),
      successStatus: orStay(change.successStatus, webhook.successStatus),
      status: status ?? webhook.status,
      expiresAt: orStay(change.expiresAt, webhook.expiresAt),
      version: webhook.version + 1,
      updatedAt: new Date(),
    });
  }

  /** @throws Problem validation-failed */
  #requireSound(webhook: Webhook, secret: string | null): void {
    const errors = webhookProblems(webhook, secret, this.#parts.targetPolicy(webhook.environment));
    if (errors.length > 0) throw new Problem('validation-failed', { errors });
  }

  async #currentSecret(manager: EntityManager, webhookId: string): Promise<string | null> {
    const row = await manager.findOneBy(WebhookSecret, { webhookId, expiresAt: IsNull() });
    return row && this.#parts.keyRing.decrypt(row, webhookSecretContext(webhookId)).toString();
  }

  #sealedSecret(webhookId: string, secret: string, now: Date): WebhookSecret {
    const sealed = this.#parts.keyRing.encrypt(secret, webhookSecretContext(webhookId));
    return { id: randomUUID(), webhookId, ...sealed, createdAt: now, expiresAt: null };
  }
}

/**
 * A webhook that was not deleted.
 * @param lock keeps it from changing until the transaction ends
 * @throws Problem not-found, for another tenant's as for none
 */
export async function findWebhook(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  id: string,
  lock = false,
): Promise<Webhook> {
  const webhook = await manager.findOne(Webhook, {
    where: { id, tenantId, environment, deletedAt: IsNull() },
    ...(lock && { lock: { mode: 'pessimistic_write' as const } }),
  });
  if (webhook === null) throw new Problem('not-found', { detail: 'there is no such webhook' });
  return webhook;
}

/** The tenant is locked, so that two requests cannot both take the last place. */
async function requireRoom(manager: EntityManager, tenant: Tenant, scope: TenantScope): Promise<void> {
  const limit = tenant.settings.webhookLimit ?? DEFAULT_WEBHOOK_LIMIT;
  const { tenantId, environment } = scope;
  const count = await manager.countBy(Webhook, {
    tenantId,
    environment,
    level: Not('runtime'),
    deletedAt: IsNull(),
  });
  if (count >= limit)
    throw new Problem('limit-reached', { detail: `the tenant may have ${limit} webhooks here` });
}
