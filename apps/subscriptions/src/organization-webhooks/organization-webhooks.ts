import {
  organizationWebhooks,
  type NewOrganizationWebhook,
  type OrganizationWebhookChange,
  type OrganizationWebhookView,
} from '@casewire/families';
import { tenantScope, type Identity, type TenantScope } from '@casewire/identity';
import { listensTo } from '@casewire/matching-rules';
import { sentUrl } from '@casewire/placeholders';
import { fieldErrors, Problem, type FieldError } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import { newWebhookSchema, webhookChangeSchema } from '@casewire/webhook-settings';
import type { z } from 'zod';
import type { WebhookSecrets } from '../webhook-secrets/webhook-secrets.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

/** Webhooks that one request to the database reads. */
const PAGE = 100;

/** How long the old secret signs beside the new one: a day. */
const OVERLAP_SECONDS = 86_400;

/** A tenant's customer-level webhooks that listen to one family's types, in that system's words. */
export class OrganizationWebhooks {
  readonly #webhooks: Webhooks;
  readonly #secrets: WebhookSecrets;

  constructor(webhooks: Webhooks, secrets: WebhookSecrets) {
    this.#webhooks = webhooks;
    this.#secrets = secrets;
  }

  /** @throws Problem validation-failed, missing-scope, limit-reached */
  async create(
    identity: Identity,
    wanted: NewOrganizationWebhook,
  ): Promise<{ id: string; hmac_signing_secret: string | null }> {
    requireEnvironment(tenantScope(identity), wanted);
    return inTheirWords(async () => {
      const settings = parsed(newWebhookSchema, organizationWebhooks.toSettings(wanted));
      const { webhook, secret } = await this.#webhooks.create(identity, settings);
      return { id: webhook.id, hmac_signing_secret: secret };
    });
  }

  /** All of them: the tenant's limit keeps them few. */
  async list(scope: TenantScope): Promise<{ webhooks: OrganizationWebhookView[] }> {
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
  async change(
    identity: Identity,
    id: string,
    change: OrganizationWebhookChange,
  ): Promise<OrganizationWebhookView> {
    const scope = tenantScope(identity);
    requireEnvironment(scope, change);
    await this.#require(scope, id);
    return inTheirWords(async () => {
      const settings = parsed(webhookChangeSchema, organizationWebhooks.toSettings(change));
      return toView(await this.#webhooks.change(identity, id, settings, undefined));
    });
  }

  /** @throws Problem not-found */
  async delete(scope: TenantScope, id: string): Promise<void> {
    await this.#require(scope, id);
    await this.#webhooks.delete(scope, id, undefined);
  }

  /** @throws Problem not-found, invalid-state where nothing signs, or a key pair that has no HMAC secret */
  async rotateSecret(scope: TenantScope, id: string): Promise<{ hmac_signing_secret: string }> {
    const { signing } = await this.#require(scope, id);
    if (signing.scheme === 'standard-webhooks-ed25519') {
      throw new Problem('invalid-state', {
        detail: 'a key pair signs for this webhook: rotate it with POST /v1/webhooks/{id}/secret/rotate',
      });
    }
    const rotation = { overlapSeconds: OVERLAP_SECONDS };
    return { hmac_signing_secret: await this.#secrets.rotate(scope, id, rotation) };
  }

  /** Webhooks that the list does not show cannot be changed here either. */
  async #require(scope: TenantScope, id: string): Promise<Webhook> {
    const webhook = await this.#webhooks.find(scope, id);
    if (isShown(webhook)) return webhook;
    throw new Problem('not-found', { detail: 'there is no such webhook' });
  }
}

function isShown(webhook: Webhook): boolean {
  return webhook.level === 'customer' && listenedTypes(webhook).length > 0;
}

function listenedTypes({ events }: Webhook): string[] {
  return organizationWebhooks.types.filter((type) => listensTo(events, type));
}

function toView(webhook: Webhook): OrganizationWebhookView {
  const shown = { ...webhook, url: sentUrl(webhook.url) };
  return organizationWebhooks.toView(shown, listenedTypes(webhook), webhook.environment === 'sandbox');
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

/** Names fields as the request did. */
async function inTheirWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.errors === undefined) throw error;
    throw new Problem(error.code, { errors: error.errors.map(renamed), cause: error });
  }
}

function renamed(error: FieldError): FieldError {
  const [name = '', ...below] = error.path.split('.');
  const names: Readonly<Record<string, string>> = organizationWebhooks.fieldNames;
  return { ...error, path: [names[name] ?? name, ...below].join('.') };
}
