import { Problem } from '@casewire/rest';
import { LRUCache } from 'lru-cache';
import { TokenBucket } from './token-bucket.ts';

/** Tenants whose buckets are kept. The bucket of one that is forgotten is full again. */
const MAX_TENANTS = 10_000;

/** How long a tenant's setting is not read again. */
const SETTING_MS = 5_000;

/** Reads a tenant's setting `publishPerSecond`; null where it has none. */
export type ReadRate = (tenantId: string) => Promise<number | null>;

interface Limit {
  readonly perSecond: number;
  readonly bucket: TokenBucket;
}

/**
 * Limits the events that each tenant publishes over HTTP, in this process. Events from Kafka are never limited: their
 * publishers cannot be told to wait.
 */
export class PublishLimits {
  readonly #rates: LRUCache<string, { readonly perSecond: number | null }>;
  readonly #limits = new LRUCache<string, Limit>({ max: MAX_TENANTS });

  constructor(readRate: ReadRate) {
    this.#rates = new LRUCache({
      max: MAX_TENANTS,
      ttl: SETTING_MS,
      fetchMethod: async (tenantId) => ({ perSecond: await readRate(tenantId) }),
    });
  }

  /** @throws Problem too-many-requests, with the seconds to wait; any error of reading the setting */
  async admit(tenantId: string, events: number): Promise<void> {
    const rate = this.#rates.get(tenantId) ?? (await this.#rates.fetch(tenantId));
    const perSecond = rate?.perSecond ?? null;
    if (perSecond === null) return;
    const waitMs = this.#bucketOf(tenantId, perSecond).take(events, performance.now());
    if (waitMs === 0) return;
    throw new Problem('too-many-requests', {
      detail: `the tenant may publish ${perSecond} events a second over HTTP (its setting publishPerSecond)`,
      extra: { publishPerSecond: perSecond },
      headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
    });
  }

  /** A rate that was changed begins with a full bucket. */
  #bucketOf(tenantId: string, perSecond: number): TokenBucket {
    const known = this.#limits.get(tenantId);
    if (known?.perSecond === perSecond) return known.bucket;
    const bucket = new TokenBucket(perSecond, performance.now());
    this.#limits.set(tenantId, { perSecond, bucket });
    return bucket;
  }
}
