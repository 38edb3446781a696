import type { BacklogChoice, TenantScope } from '@casewire/events';
import { tenantScope, type Identity } from '@casewire/identity';
import { inspectorExists } from '@casewire/inspector-store';
import type { KeyRing } from '@casewire/key-ring';
import { changesIn, Problem, requireIfMatch, type FieldError, type Page, type Patch } from '@casewire/rest';
import { isPrivateKey } from '@casewire/signing';
import {
  dropHolds,
  endPauses,
  findWebhookHealth,
  hasHealth,
  noteEdit,
  Webhook,
  WebhookSecret,
  type Tenant,
  type WebhookHealth,
} from '@casewire/subscription-store';
import { webhookChangeSchema, type NewWebhook, type WebhookChange } from '@casewire/webhook-settings';
import { type DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import { newId } from '../new-id.ts';
import { pageByKeyset } from '../paging/page-by-keyset.ts';
import { queryOf } from '../query-of.ts';
import { findSigningSecret } from '../signing-secret/signing-secrets.ts';
import { lockTenant } from '../tenants/tenants.ts';
import { findCurrentSecret, insertCurrentSecret, generateSecret } from '../webhook-secrets/webhook-secret.ts';
import { recordWebhook, secretMembers } from './record-webhook.ts';
import { requireSecretScope } from './secret-scope.ts';
import { findWebhook, lockWebhook, removeWebhook } from './stored-webhook.ts';
import type { TargetPolicyOf } from './target-url.ts';
import { requireRoom, requireRoomInRun } from './webhook-limit.ts';
import { webhookProblems } from './webhook-problems.ts';
import { changedWebhookRow, newWebhookRow, toWebhookView } from './webhook-row.ts';
import type { WebhookListQuery } from './webhook-schema.ts';

export interface WebhooksParts {
  readonly dataSource: DataSource;
  readonly keyRing: KeyRing;
  readonly targetPolicy: TargetPolicyOf;
}

/** Creates, lists, changes and deletes the webhooks of tenants. */
export class Webhooks {
  readonly #parts: WebhooksParts;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
  }

  /**
   * @returns the webhook, and the secret that signs for it; null if nothing signs
   * @throws Problem validation-failed, missing-scope, limit-reached
   */
  async create(
    manager: EntityManager,
    identity: Identity,
    wanted: NewWebhook,
  ): Promise<{ webhook: Webhook; secret: string | null }> {
    const { keyRing } = this.#parts;
    const scope = tenantScope(identity);
    const tenant = await lockTenant(manager, scope.tenantId);
    const { webhook, secret } = this.draft(scope, tenant, wanted);
    requireSecretScope(identity, null, webhook);
    await this.requireInspector(manager, webhook, tenant);
    if (webhook.level === 'runtime') await requireRoomInRun(manager, webhook);
    else await requireRoom(manager, tenant, scope, 1);
    await manager.save(Webhook, webhook);
    if (secret !== null) {
      await insertCurrentSecret(manager, keyRing, { webhookId: webhook.id, secret, now: webhook.createdAt });
    }
    await recordWebhook(manager, identity, { action: 'webhook.created', after: webhook });
    return { webhook, secret };
  }

  /**
   * The webhook that a request would create, with the secret that would sign for it. Nothing is stored.
   * @throws Problem validation-failed
   */
  draft(scope: TenantScope, tenant: Tenant, wanted: NewWebhook): { webhook: Webhook; secret: string | null } {
    const now = new Date();
    const webhook = newWebhookRow({ ...scope, id: newId(now), now }, wanted, this.#parts.keyRing);
    const secret = wanted.signing.secret ?? (isSigned(webhook) ? generateSecret(webhook.signing) : null);
    refuse(this.#problems(webhook, secret, tenant));
    return { webhook, secret };
  }

  /** Lists webhooks of single runs only where `level` asks for them: there can be millions of them. */
  list({ tenantId, environment }: TenantScope, request: WebhookListQuery): Promise<Page<Webhook>> {
    const { level = Not('runtime' as const), status, health, ...page } = request;
    const list = this.#parts.dataSource.manager
      .createQueryBuilder(Webhook, 'webhook')
      .where({ tenantId, environment });
    return pageByKeyset(list, { id: 'id' }, page, (query) => {
      query.andWhere({ deletedAt: IsNull(), level, ...(status !== undefined && { status }) });
      if (health !== undefined) query.andWhere(hasHealth('webhook.id::text', health));
    });
  }

  /** The health of these webhooks, in their order. */
  health(webhooks: readonly Webhook[]): Promise<WebhookHealth[]> {
    const ids = webhooks.map(({ id }) => id);
    return findWebhookHealth(queryOf(this.#parts.dataSource.manager), ids);
  }

  /** @throws Problem not-found */
  find(scope: TenantScope, id: string): Promise<Webhook> {
    return findWebhook(this.#parts.dataSource.manager, scope, id);
  }

  /**
   * A member that is as the webhook is shown changes nothing. A change is refused for the problems that it causes, and not
   * for problems that other fields had before: a webhook can be renamed or disabled even where a rule has become stricter.
   * A webhook that becomes active is sent what its pauses have held. One that begins to be signed gets a secret, and one
   * that changes between HMAC and ed25519 a new secret of the other kind.
   * @throws Problem not-found, precondition-failed, validation-failed, missing-scope
   */
  change(identity: Identity, id: string, patch: Patch, ifMatch: string | undefined): Promise<Webhook> {
    const { dataSource, keyRing } = this.#parts;
    const scope = tenantScope(identity);
    return dataSource.transaction(async (manager) => {
      // Keeps the tenant's signing secret from being rotated until the transaction ends.
      const tenant = await lockTenant(manager, scope.tenantId);
      const webhook = await lockWebhook(manager, scope, id);
      requireIfMatch(ifMatch, webhook.version);
      const change = await changesIn(patch, toWebhookView(webhook), webhookChangeSchema);
      if (Object.keys(change).length === 0) return webhook;
      const now = new Date();
      const changed = changedWebhookRow(webhook, change, { keyRing, now });
      const current = webhook.signsWithTenantSecret
        ? await findSigningSecret(manager, keyRing, scope)
        : await findCurrentSecret(manager, keyRing, id);
      const kept = current !== null && isOfKind(current, changed) ? current : null;
      refuse(
        newProblems(this.#problems(webhook, current, tenant), this.#problems(changed, kept, tenant), change),
      );
      requireSecretScope(identity, webhook, changed);
      if (change.url !== undefined) await this.requireInspector(manager, changed, tenant);
      const isResigned = kept === null && isSigned(changed);
      if (isResigned) {
        await manager.delete(WebhookSecret, { webhookId: id });
        const secret = generateSecret(changed.signing);
        await insertCurrentSecret(manager, keyRing, { webhookId: id, secret, now });
      }
      if (changed.status !== webhook.status) await noteStatus(manager, changed, identity);
      if (change.url !== undefined || change.auth !== undefined) {
        await noteEdit(queryOf(manager), id, changed.version);
      }
      const secret = [...secretMembers(change), ...(isResigned ? ['secret'] : [])];
      const step = { before: webhook, after: changed, secret };
      await recordWebhook(manager, identity, { action: 'webhook.changed', ...step });
      return manager.save(Webhook, changed);
    });
  }

  /**
   * Ends the pauses of a webhook, by its owner and by Casewire itself.
   * @param backlog what becomes of what they have held
   * @throws Problem not-found, invalid-state for a webhook that is not paused
   */
  async resume(
    manager: EntityManager,
    identity: Identity,
    id: string,
    backlog: BacklogChoice,
  ): Promise<Webhook> {
    const webhook = await lockWebhook(manager, tenantScope(identity), id);
    const of = { webhookId: id };
    const isPaused =
      webhook.status !== 'disabled' && (await endPauses(queryOf(manager), of, backlog, identity.actor)) > 0;
    if (!isPaused) {
      throw new Problem('invalid-state', { detail: `the webhook is not paused: it is ${webhook.status}` });
    }
    const parts = { keyRing: this.#parts.keyRing, now: new Date() };
    const resumed = changedWebhookRow(webhook, { status: 'active' }, parts);
    await recordWebhook(manager, identity, { action: 'webhook.resumed', before: webhook, after: resumed });
    return manager.save(Webhook, resumed);
  }

  /**
   * A deleted webhook matches nothing. A pending delivery is cancelled when it comes up. Its history stays. The secrets
   * that it signed and authenticated with are destroyed.
   * @throws Problem not-found, precondition-failed
   */
  async delete(identity: Identity, id: string, ifMatch: string | undefined): Promise<void> {
    await this.#parts.dataSource.transaction(async (manager) => {
      const webhook = await lockWebhook(manager, tenantScope(identity), id);
      requireIfMatch(ifMatch, webhook.version);
      await removeWebhook(manager, identity, webhook);
    });
  }

  /** @throws Problem validation-failed for the address of an inspector that the tenant does not have */
  async requireInspector(
    manager: EntityManager,
    { environment, url }: Pick<Webhook, 'environment' | 'url'>,
    tenant: Tenant,
  ): Promise<void> {
    const inspectorId = this.#parts.targetPolicy(environment, tenant).own.idOf(url);
    if (inspectorId === undefined || (await inspectorExists(queryOf(manager), tenant.id, inspectorId)))
      return;
    const message = 'is that of no inspector: it may have expired; make another one with POST /v1/inspectors';
    refuse([{ path: 'url', message }]);
  }

  #problems(webhook: Webhook, secret: string | null, tenant: Tenant): FieldError[] {
    return webhookProblems(webhook, secret, this.#parts.targetPolicy(webhook.environment, tenant));
  }
}

/** Tells history what the new status of a webhook means for what is held. Call it before the webhook is saved. */
async function noteStatus(
  manager: EntityManager,
  { id: webhookId, status }: Webhook,
  { actor }: Identity,
): Promise<void> {
  if (status === 'active') await endPauses(queryOf(manager), { webhookId }, 'send', actor);
  if (status === 'disabled') await dropHolds(queryOf(manager), { webhookId });
}

function isSigned({ signing, signsWithTenantSecret }: Webhook): boolean {
  return signing.scheme !== 'none' && !signsWithTenantSecret;
}

/** Whether a secret is of the kind that a webhook's scheme needs. Any secret fits a webhook that is not signed. */
function isOfKind(secret: string, { signing: { scheme } }: Webhook): boolean {
  return scheme === 'none' || isPrivateKey(secret) === (scheme === 'standard-webhooks-ed25519');
}

/** The problems after a change, without those that fields had before which the change does not name. */
function newProblems(before: FieldError[], after: FieldError[], change: WebhookChange): FieldError[] {
  return after.filter(({ path, message }) => {
    const isNamed = (path.split('.')[0] ?? '') in change;
    return isNamed || !before.some((known) => known.path === path && known.message === message);
  });
}

/** @throws Problem validation-failed if there is any */
function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new Problem('validation-failed', { errors });
}
