import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { KeyRing } from '@casewire/key-ring';
import { checkFailures, checkRequest, type CheckFailure } from '@casewire/signing';
import { loadDeliveryTargets } from '@casewire/subscription-store';
import type { DataSource } from 'typeorm';
import { schemesOf } from '../webhooks/signing-problems.ts';
import { findWebhook } from '../webhooks/stored-webhook.ts';
import type { VerificationRequest } from './preview-schema.ts';

/** Where several schemes may have signed, the first of these that one of them gives says most. */
const inOrder = Object.keys(checkFailures) as CheckFailure[];

export interface VerificationsParts {
  readonly dataSource: DataSource;
  readonly pool: Pool;
  readonly keyRing: KeyRing;
}

/** Checks the signatures of requests for receivers whose own check fails. */
export class Verifications {
  readonly #parts: VerificationsParts;

  constructor(parts: VerificationsParts) {
    this.#parts = parts;
  }

  /**
   * Checks a request by the schemes that can sign for the webhook, with all secrets that sign now.
   * @returns the check that fails; null for a genuine request
   * @throws Problem not-found
   */
  async check(
    scope: TenantScope,
    webhookId: string,
    { headers, body }: VerificationRequest,
  ): Promise<CheckFailure | null> {
    const { dataSource, pool, keyRing } = this.#parts;
    const webhook = await findWebhook(dataSource.manager, scope, webhookId);
    const { webhooks } = await loadDeliveryTargets(pool, { webhookIds: [webhookId], invocationIds: [] });
    const sealed = webhooks.get(webhookId)?.secrets ?? [];
    const secrets = sealed.map((secret) => keyRing.decrypt(secret, secret.context).toString());
    const request = {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: Buffer.from(body),
      nowSeconds: Date.now() / 1_000,
    };
    const results = schemesOf(webhook).map((scheme) => checkRequest(scheme, secrets, request));
    if (results.includes(null)) return null;
    return inOrder.find((failure) => results.includes(failure)) ?? 'not-signed';
  }
}
