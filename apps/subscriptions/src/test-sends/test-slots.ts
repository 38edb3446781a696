import { Problem } from '@casewire/rest';

/** Test sends of one tenant that are under way in this process at most: each holds a connection to delivery. */
const MAX_UNDER_WAY = 4;

/** When there may be room again: most receivers answer sooner. */
const RETRY_AFTER_SECONDS = '2';

/** Keeps a tenant's test sends few. */
export class TestSlots {
  readonly #underWay = new Map<string, number>();

  /** @throws Problem too-many-requests where as many as may be are under way */
  async run<T>(tenantId: string, send: () => Promise<T>): Promise<T> {
    if (this.#count(tenantId) >= MAX_UNDER_WAY) {
      throw new Problem('too-many-requests', {
        detail: `at most ${MAX_UNDER_WAY} tests of a tenant are sent at once`,
        headers: { 'retry-after': RETRY_AFTER_SECONDS },
      });
    }
    this.#add(tenantId, 1);
    try {
      return await send();
    } finally {
      this.#add(tenantId, -1);
    }
  }

  #count(tenantId: string): number {
    return this.#underWay.get(tenantId) ?? 0;
  }

  #add(tenantId: string, change: number): void {
    const count = this.#count(tenantId) + change;
    if (count === 0) this.#underWay.delete(tenantId);
    else this.#underWay.set(tenantId, count);
  }
}
