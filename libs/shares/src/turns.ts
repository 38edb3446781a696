import { environments, type Environment } from '@casewire/events';
import Denque from 'denque';
import type { Holder } from './holder.ts';

/** Within a tenant, production goes first. */
const precedence: readonly Environment[] = environments.toReversed();

type Queues<T> = Readonly<Record<Environment, Denque<T>>>;

/** Whether a piece of work is taken now, waits, or is dropped because it need not be done any more. */
export type TurnVerdict = 'take' | 'wait' | 'drop';

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

  add(holder: Holder, item: T): void {
    this.#queueOf(holder).push(item);
    this.#size += 1;
  }

  /** Adds work that goes before the rest of its holder. */
  addFirst(holder: Holder, item: T): void {
    this.#queueOf(holder).unshift(item);
    this.#size += 1;
  }

  /**
   * Takes what is next; undefined if nothing may go.
   * @param judge asked of the first item of each holder. A tenant of which everything waits keeps its place. What is
   *   dropped uses up no turn. Default: everything is taken
   */
  next(judge: (item: T, holder: Holder) => TurnVerdict = () => 'take'): T | undefined {
    for (const [tenantId, queues] of this.#tenants) {
      const item = this.#nextOf(tenantId, queues, judge);
      const isEmpty = precedence.every((environment) => queues[environment].length === 0);
      if (item === undefined && !isEmpty) continue;
      this.#tenants.delete(tenantId);
      // Deleted before: now it stands behind the others.
      if (!isEmpty) this.#tenants.set(tenantId, queues);
      if (item !== undefined) return item;
    }
    return undefined;
  }

  /** Takes all that waits. */
  takeAll(): T[] {
    const all = [...this.#tenants.values()].flatMap((queues) =>
      precedence.flatMap((environment) => queues[environment].toArray()),
    );
    this.#tenants.clear();
    this.#size = 0;
    return all;
  }

  #nextOf(
    tenantId: string,
    queues: Queues<T>,
    judge: (item: T, holder: Holder) => TurnVerdict,
  ): T | undefined {
    for (const environment of precedence) {
      const queue = queues[environment];
      for (let item = queue.peekFront(); item !== undefined; item = queue.peekFront()) {
        const verdict = judge(item, { tenantId, environment });
        if (verdict === 'wait') break;
        queue.shift();
        this.#size -= 1;
        if (verdict === 'take') return item;
      }
    }
    return undefined;
  }

  #queueOf({ tenantId, environment }: Holder): Denque<T> {
    let queues = this.#tenants.get(tenantId);
    if (queues === undefined) {
      queues = { production: new Denque(), sandbox: new Denque() };
      this.#tenants.set(tenantId, queues);
    }
    return queues[environment];
  }
}
