import type { MergeRule } from '@casewire/matching-rules';

/** What a tenant may set about itself; absent means the default. */
export interface TenantSettings {
  /** Default: `additive`. */
  readonly subscriptionMerge?: MergeRule;
  /** Customer- and definition-level webhooks at most, per environment; those of single runs do not count. */
  readonly webhookLimit?: number;
  /** What the families read, by the names that they declare. */
  readonly [familySetting: string]: unknown;
}
