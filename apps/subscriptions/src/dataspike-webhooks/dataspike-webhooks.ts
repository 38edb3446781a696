import {
  dataspikeWebhooks,
  type NewDataspikeWebhook,
  type DataspikeWebhookView,
} from '@casewire/families/dataspike/webhooks';
import type { TenantScope } from '@casewire/events';
import { tenantScope, type Identity } from '@casewire/identity';
import { listensTo } from '@casewire/matching-rules';
import { sentUrl } from '@casewire/placeholders';
import { changesIn, fieldErrors, Problem, type FieldError, type Patch } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import { newWebhookSchema } from '@casewire/webhook-settings';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { WebhookSecrets } from '../webhook-secrets/webhook-secrets.ts';
import { findWebhook } from '../webhooks/stored-webhook.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

/** Webhooks that one query reads. */
const PAGE = 100;

/** How long the old secret signs beside the new one: a day. */
const OVERLAP_SECONDS = 86_400;

/** A tenant's customer-level webhooks that listen to Dataspike's event types, with the fields of Dataspike's API. */
export class DataspikeWebhooks {
  readonly #webhooks: Webhooks;
  readonly #secrets: WebhookSecrets;

  constructor(webhooks: Webhooks, secrets: WebhookSecrets) {
    this.#webhooks = webhooks;
    this.#secrets = secrets;
  }

  /** @throws Problem validation-failed, missing-scope, limit-reached */
  async create(
    manager: EntityManager,
    identity: Identity,
    wanted: NewDataspikeWebhook,
  ): Promise<{ id: string; hmac_signing_secret: string | null }> {
    requireEnvironment(tenantScope(identity), wanted);
    return withDataspikeNames(async () => {
      const settings = parsed(newWebhookSchema, dataspikeWebhooks.toSettings(wanted));
      const { webhook, secret } = await this.#webhooks.create(manager, identity, settings);
      return { id: webhook.id, hmac_signing_secret: secret };
    });
  }

  /** Lists all of them. The tenant's limit keeps them few. */
  async list(scope: TenantScope): Promise<{ webhooks: DataspikeWebhookView[] }> {
    const webhooks: Webhook[] = [];
    for (let hasNext = true; hasNext;) {
      const after = webhooks.at(-1)?.id;
      const page = await this.#webhooks.list(scope, { level: 'customer', limit: PAGE, order: 'asc', after });
      webhooks.push(...page.data);
      hasNext = page.hasNext;
    }
    return { webhooks: webhooks.filter(isShown).map(toView) };
  }

  /** @throws Problem not-found, validation-failed, missing-scope */
  async change(identity: Identity, id: string, patch: Patch): Promise<DataspikeWebhookView> {
    const scope = tenantScope(identity);
    const webhook = await this.#webhooks.find(scope, id);
    requireShown(webhook);
    const change = await changesIn(patch, toView(webhook), dataspikeWebhooks.changeSchema);
    requireEnvironment(scope, change);
    return withDataspikeNames(async () =>
      toView(await this.#webhooks.change(identity, id, dataspikeWebhooks.toSettings(change), undefined)),
    );
  }

  /** @throws Problem not-found */
  async delete(identity: Identity, id: string): Promise<void> {
    requireShown(await this.#webhooks.find(tenantScope(identity), id));
    await this.#webhooks.delete(identity, id, undefined);
  }

  /** @throws Problem not-found, invalid-state where nothing signs, or a key pair that has no HMAC secret */
  async rotateSecret(
    manager: EntityManager,
    identity: Identity,
    id: string,
  ): Promise<{ hmac_signing_secret: string }> {
    const webhook = await findWebhook(manager, tenantScope(identity), id);
    requireShown(webhook);
    if (webhook.signing.scheme === 'standard-webhooks-ed25519') {
      throw new Problem('invalid-state', {
        detail: 'a key pair signs for this webhook: rotate it with POST /v1/webhooks/{id}/secret/rotate',
      });
    }
    const rotation = { overlapSeconds: OVERLAP_SECONDS };
    return { hmac_signing_secret: await this.#secrets.rotate(manager, identity, id, rotation) };
  }
}

function isShown(webhook: Webhook): boolean {
  return webhook.level === 'customer' && listenedTypes(webhook).length > 0;
}

/**
 * Webhooks that the list does not show cannot be changed here either.
 * @throws Problem not-found
 */
function requireShown(webhook: Webhook): void {
  if (!isShown(webhook)) throw new Problem('not-found', { detail: 'there is no such webhook' });
}

function listenedTypes({ events }: Webhook): string[] {
  return dataspikeWebhooks.types.filter((type) => listensTo(events, type));
}

function toView(webhook: Webhook): DataspikeWebhookView {
  const shown = { ...webhook, url: sentUrl(webhook.url) };
  return dataspikeWebhooks.toView(shown, listenedTypes(webhook), webhook.environment === 'sandbox');
}

function requireEnvironment(
  { environment }: TenantScope,
  wanted: { is_sandbox?: boolean | undefined },
): void {
  const isSandbox = environment === 'sandbox';
  if ((wanted.is_sandbox ?? isSandbox) === isSandbox) return;
  const message = `does not agree with the key, which is for ${environment}`;
  throw new Problem('validation-failed', {
    errors: [{ path: 'is_sandbox', message, accepted: String(isSandbox) }],
  });
}

/** @throws Problem validation-failed */
function parsed<T>(schema: z.ZodType<T>, settings: object): T {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  throw new Problem('validation-failed', { errors: fieldErrors(result.error.issues) });
}

/** Gives fields in errors the names that they have in Dataspike's API. */
async function withDataspikeNames<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.errors === undefined) throw error;
    throw new Problem(error.code, { errors: error.errors.map(renamed), cause: error });
  }
}

function renamed(error: FieldError): FieldError {
  const [name = '', ...below] = error.path.split('.');
  const names: Readonly<Record<string, string>> = dataspikeWebhooks.fieldNames;
  return { ...error, path: [names[name] ?? name, ...below].join('.') };
}
