import { tenantScope, type Identity, type InternalClient } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { originCheckAnswerSchema, type UrlCheckResult } from '@casewire/webhook-settings';
import type { DataSource } from 'typeorm';
import { findTenant } from '../tenants/tenants.ts';
import { targetUrlProblem, type TargetPolicyOf } from '../webhooks/target-url.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { CheckLimit } from './check-limit.ts';

export interface UrlChecksParts {
  readonly dataSource: DataSource;
  readonly webhooks: Pick<Webhooks, 'requireInspector'>;
  readonly targetPolicy: TargetPolicyOf;
  readonly delivery: Pick<InternalClient, 'post'>;
}

/** Finds out whether deliveries would reach an address, before there is a webhook for it. */
export class UrlChecks {
  readonly #parts: UrlChecksParts;
  readonly #limit = new CheckLimit();

  constructor(parts: UrlChecksParts) {
    this.#parts = parts;
  }

  /**
   * Has delivery connect to the host and port of a URL that could be registered.
   * @throws Problem validation-failed for a URL that could not be registered, too-many-requests, unavailable
   */
  async check(identity: Identity, url: string): Promise<UrlCheckResult> {
    const { dataSource, webhooks, targetPolicy, delivery } = this.#parts;
    const scope = tenantScope(identity);
    const tenant = await findTenant(dataSource.manager, scope.tenantId);
    const policy = targetPolicy(scope.environment, tenant);
    const message = targetUrlProblem(url, policy);
    if (message !== undefined) throw new Problem('validation-failed', { errors: [{ path: 'url', message }] });
    await webhooks.requireInspector(dataSource.manager, { ...scope, url }, tenant);
    // Delivery hands requests to inspectors over inside.
    if (policy.own.idOf(url) !== undefined) return 'reachable';
    this.#limit.take(scope);
    const asked = JSON.stringify({ origin: new URL(url).origin });
    const answer = await delivery.post('/internal/origin-checks', identity, asked);
    return originCheckAnswerSchema.parse(JSON.parse(answer.body)).result;
  }
}
