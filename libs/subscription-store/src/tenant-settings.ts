import type { MergeRule } from '@casewire/matching-rules';

/** What a tenant may set about itself; absent means the default. */
export interface TenantSettings {
  /** `apiVersion` in Ballerine bodies. Default: 1. */
  readonly apiVersion?: string | number;
  /** `X-atfinity-version`. */
  readonly atfinityVersion?: string;
  /** Default: `additive`. */
  readonly subscriptionMerge?: MergeRule;
  /** Customer- and definition-level webhooks at most, per environment; those of single runs do not count. */
  readonly webhookLimit?: number;
}
