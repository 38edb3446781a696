import { environments, type Environment } from '@casewire/events';
import Denque from 'denque';
import type { Holder } from './holder.ts';

/** Within a tenant, production goes first. */
const precedence: readonly Environment[] = environments.toReversed();

type Queues<T> = Record<Environment, Denque<T>>;

/**
 * Work that waits. Tenants take turns: before a tenant has its second turn, every other one that may go has had one. A
 * tenant's production goes before its sandbox, and the work of one holder in the order in which it came.
 */
export class Turns<T> {
  /** Tenants with work, in the order of their turns. */
  readonly #tenants = new Map<string, Queues<T>>();
  #size = 0;

  /** How much waits. */
  get size(): number {
    return this.#size;
  }

  add({ tenantId, environment }: Holder, item: T): void {
    let queues = this.#tenants.get(tenantId);
    if (queues === undefined) {
      queues = { production: new Denque(), sandbox: new Denque() };
      this.#tenants.set(tenantId, queues);
    }
    queues[environment].push(item);
    this.#size += 1;
  }

  /**
   * Takes what is next; undefined if nothing may go.
   * @param mayGo asked of the first item of each holder; a tenant of which nothing may go keeps its place. Default: all may
   */
  next(mayGo: (item: T, holder: Holder) => boolean = () => true): T | undefined {
    for (const [tenantId, queues] of this.#tenants) {
      for (const environment of precedence) {
        const item = queues[environment].peekFront();
        if (item === undefined || !mayGo(item, { tenantId, environment })) continue;
        queues[environment].shift();
        this.#size -= 1;
        this.#tenants.delete(tenantId);
        // Deleted before: now it stands behind the others.
        if (precedence.some((each) => queues[each].length > 0)) this.#tenants.set(tenantId, queues);
        return item;
      }
    }
    return undefined;
  }
}
