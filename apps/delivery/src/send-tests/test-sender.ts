import type { ReleaseOutcome, TestSend, TenantScope } from '@casewire/events';
import { familyNamed } from '@casewire/families';
import type { KeyRing } from '@casewire/key-ring';
import { Problem } from '@casewire/rest';
import type { DeliveryTarget } from '@casewire/subscription-store';
import type { AttemptSender } from '../deliver/attempt-sender.ts';
import type { LoadTargets } from '../deliver/deliverer.ts';
import { openEndpoint } from '../deliver/endpoint.ts';
import { requireTarget } from '../deliver/require-target.ts';

/** Marks a request that no event led to. */
const TEST_HEADER = 'webhook-test';

/** The caller waits for the answer, behind proxies that have limits of their own. */
const MAX_TIMEOUT_MS = 30_000;

export interface TestSenderParts {
  readonly loadTargets: LoadTargets;
  readonly keyRing: KeyRing;
  readonly sender: AttemptSender;
}

/** Sends tests: at once and once, whatever the webhook's status. Kafka, history and statistics do not hear of them. */
export class TestSender {
  readonly #parts: TestSenderParts;

  constructor(parts: TestSenderParts) {
    this.#parts = parts;
  }

  /**
   * Sends one test. The outcome has no attempt, but a reason, if the webhook's settings do not allow one.
   * @throws Problem not-found, also for a webhook of another tenant or environment
   */
  async send(scope: TenantScope, { delivery, body }: TestSend): Promise<ReleaseOutcome> {
    const family = familyNamed(delivery.family);
    if (family === undefined) throw new Problem('not-found', { detail: 'there is no such family' });
    const target = await requireTarget(this.#parts.loadTargets, scope, delivery.webhookId);
    const marked = { ...delivery, requestHeaders: { ...delivery.requestHeaders, [TEST_HEADER]: 'true' } };
    const endpoint = openEndpoint(withBoundedTimeout(target), this.#parts.keyRing);
    if (endpoint === undefined) return { delivery, next: { kind: 'give-up', reason: 'invalid-url' } };
    return this.#parts.sender.send({ delivery: marked, family, body: Buffer.from(body, 'base64') }, endpoint);
  }
}

function withBoundedTimeout(target: DeliveryTarget): DeliveryTarget {
  const { timeoutMs } = target;
  return { ...target, timeoutMs: timeoutMs === null ? null : Math.min(timeoutMs, MAX_TIMEOUT_MS) };
}
