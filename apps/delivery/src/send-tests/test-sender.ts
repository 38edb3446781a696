import type { ReleaseOutcome, TestSend } from '@casewire/events';
import { familyNamed } from '@casewire/families';
import type { TenantScope } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { Problem } from '@casewire/rest';
import type { DeliveryTarget } from '@casewire/subscription-store';
import type { AttemptSender } from '../deliver/attempt-sender.ts';
import type { LoadTargets } from '../deliver/deliverer.ts';
import { openEndpoint } from '../deliver/endpoint.ts';

/** Marks a request that no event is behind. */
const TEST_HEADER = 'webhook-test';

/** Whoever asked for a test waits for it, behind proxies with limits of their own. */
const MAX_TIMEOUT_MS = 30_000;

export interface TestSenderParts {
  readonly loadTargets: LoadTargets;
  readonly keyRing: KeyRing;
  readonly sender: AttemptSender;
}

/** Sends tests: once, at once, whatever the webhook's status, and without a trace in Kafka, history or statistics. */
export class TestSender {
  readonly #parts: TestSenderParts;

  constructor(parts: TestSenderParts) {
    this.#parts = parts;
  }

  /**
   * The outcome has no attempt if the webhook's settings do not allow one, and then says why.
   * @throws Problem not-found, for another tenant's or environment's webhook as for none
   */
  async send(scope: TenantScope, { delivery, body }: TestSend): Promise<ReleaseOutcome> {
    const family = familyNamed(delivery.family);
    if (family === undefined) throw new Problem('not-found', { detail: 'there is no such family' });
    const target = await this.#load(scope, delivery.webhookId);
    const marked = { ...delivery, requestHeaders: { ...delivery.requestHeaders, [TEST_HEADER]: 'true' } };
    const endpoint = openEndpoint(withinPatience(target), this.#parts.keyRing);
    if (endpoint === undefined) return { delivery, next: { kind: 'give-up', reason: 'invalid-url' } };
    return this.#parts.sender.send({ delivery: marked, family, body: Buffer.from(body, 'base64') }, endpoint);
  }

  async #load({ tenantId, environment }: TenantScope, webhookId: string): Promise<DeliveryTarget> {
    const { webhooks } = await this.#parts.loadTargets({ webhookIds: [webhookId], invocationIds: [] });
    const target = webhooks.get(webhookId);
    const isTheirs = target?.tenantId === tenantId && target.environment === environment;
    if (!isTheirs || target.deletedAt !== null) {
      throw new Problem('not-found', { detail: 'there is no such webhook' });
    }
    return target;
  }
}

function withinPatience(target: DeliveryTarget): DeliveryTarget {
  const { timeoutMs } = target;
  return { ...target, timeoutMs: timeoutMs === null ? null : Math.min(timeoutMs, MAX_TIMEOUT_MS) };
}
