import type { TenantScope } from '@casewire/events';
import { Problem } from '@casewire/rest';
import { holderKey } from '@casewire/shares';

/** Test sends of one tenant and environment at once, in this process. Each holds a connection to delivery. */
const MAX_UNDER_WAY = 4;

/** Most receivers answer within this time, and a test may be sent again. */
const RETRY_AFTER_SECONDS = '2';

/** Limits how many test sends of a tenant and environment are under way at once. */
export class TestLimit {
  readonly #underWay = new Map<string, number>();

  /** @throws Problem too-many-requests where the limit is reached */
  async run<T>(scope: TenantScope, send: () => Promise<T>): Promise<T> {
    const key = holderKey(scope);
    if (this.#count(key) >= MAX_UNDER_WAY) {
      throw new Problem('too-many-requests', {
        detail: `at most ${MAX_UNDER_WAY} tests of a tenant are sent at once`,
        headers: { 'retry-after': RETRY_AFTER_SECONDS },
      });
    }
    this.#add(key, 1);
    try {
      return await send();
    } finally {
      this.#add(key, -1);
    }
  }

  #count(key: string): number {
    return this.#underWay.get(key) ?? 0;
  }

  #add(key: string, change: number): void {
    const count = this.#count(key) + change;
    if (count === 0) this.#underWay.delete(key);
    else this.#underWay.set(key, count);
  }
}
