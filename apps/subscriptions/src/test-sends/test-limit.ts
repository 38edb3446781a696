import { Problem } from '@casewire/rest';

/** Test sends of one tenant that this process has under way at most: each of them holds a connection to delivery. */
const MAX_UNDER_WAY = 4;

/** Most receivers answer sooner, so there is room again. */
const RETRY_AFTER_SECONDS = '2';

/** Limits how many test sends of a tenant are under way at once. */
export class TestLimit {
  readonly #underWay = new Map<string, number>();

  /** @throws Problem too-many-requests where the limit is reached */
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
