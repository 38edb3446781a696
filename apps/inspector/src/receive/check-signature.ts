import type { Pool } from '@casewire/database';
import type { Inspection } from '@casewire/events';
import { familyNamed, signingOf } from '@casewire/families';
import type { KeyRing } from '@casewire/key-ring';
import {
  checkFailures,
  checkRequest,
  resolveScheme,
  type CheckFailure,
  type VerificationRequest,
} from '@casewire/signing';
import { loadDeliveryTargets } from '@casewire/subscription-store';

/** Why a request is not known to be genuine. */
export type SignatureFailure = CheckFailure | 'body-too-large';

/** Each of them in a sentence. */
export const signatureFailures: Readonly<Record<SignatureFailure, string>> = {
  ...checkFailures,
  'body-too-large': 'the body is larger than an inspector takes; the signature was not looked at',
};

/** How a request was signed, and why it is not known to be genuine; null for a genuine one. */
export interface CheckedSignature {
  readonly scheme: string;
  readonly failure: SignatureFailure | null;
}

/** A request that is checked. */
interface Received extends Pick<VerificationRequest, 'headers' | 'nowSeconds'> {
  /** The value that was signed. Undefined where it was too large. */
  readonly body: Buffer | undefined;
}

/** Checks the signature of a request as the receiver of the webhook should, with all secrets that sign now. */
export class SignatureChecks {
  readonly #pool: Pool;
  readonly #keyRing: KeyRing;

  constructor(pool: Pool, keyRing: KeyRing) {
    this.#pool = pool;
    this.#keyRing = keyRing;
  }

  async check(
    { webhookId, family: familyName }: Inspection,
    { body, ...received }: Received,
  ): Promise<CheckedSignature> {
    const { webhooks } = await loadDeliveryTargets(this.#pool, {
      webhookIds: [webhookId],
      invocationIds: [],
    });
    const target = webhooks.get(webhookId);
    const family = familyNamed(familyName);
    if (target === undefined || family === undefined) return { scheme: 'none', failure: 'not-signed' };
    const scheme = resolveScheme(target.signing, signingOf(target.format, family));
    if (body === undefined) return { scheme: scheme.scheme, failure: 'body-too-large' };
    const secrets = target.secrets.map((secret) => this.#keyRing.decrypt(secret, secret.context).toString());
    return { scheme: scheme.scheme, failure: checkRequest(scheme, secrets, { ...received, body }) };
  }
}
