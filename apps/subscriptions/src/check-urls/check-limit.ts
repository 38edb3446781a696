import type { TenantScope } from '@casewire/events';
import { Problem } from '@casewire/rest';
import { holderKey } from '@casewire/shares';
import { LRUCache } from 'lru-cache';
import { MAX_URL_CHECKS } from '../limits.ts';

const WINDOW_MS = 60_000;

/** Tenants and environments that are remembered at most. One that is forgotten begins anew. */
const MAX_HOLDERS = 10_000;

interface Window {
  readonly endsAt: number;
  checks: number;
}

/** Counts the checks of each tenant and environment, in this process, in windows of a minute. */
export class CheckLimit {
  readonly #windows = new LRUCache<string, Window>({ max: MAX_HOLDERS });

  /** @param now milliseconds of a clock that never steps back @throws Problem too-many-requests where the limit is reached */
  take(scope: TenantScope, now = performance.now()): void {
    const key = holderKey(scope);
    const known = this.#windows.get(key);
    const window = known !== undefined && known.endsAt > now ? known : { endsAt: now + WINDOW_MS, checks: 0 };
    if (window.checks >= MAX_URL_CHECKS) {
      throw new Problem('too-many-requests', {
        detail: `at most ${MAX_URL_CHECKS} URLs of a tenant are checked in a minute`,
        headers: { 'retry-after': String(Math.ceil((window.endsAt - now) / 1_000)) },
      });
    }
    window.checks += 1;
    this.#windows.set(key, window);
  }
}
