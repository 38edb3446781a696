import { Shares } from '@casewire/shares';
import type { Inspector } from '@casewire/inspector-store';
import { MAX_AT_ONCE, PLACES } from '../limits.ts';

type Holder = Pick<Inspector, 'id' | 'tenantId'>;

/**
 * Places for requests that are being answered. An inspector has ten of them. Tenants share those of the process, so that slow
 * answers of one keep no other from trying things.
 */
export class Places {
  readonly #shares = new Shares(PLACES);
  readonly #byInspector = new Map<string, number>();

  /** Takes a place if there is one. Each that was taken is to be given back once. */
  take({ id, tenantId }: Holder): boolean {
    const held = this.#byInspector.get(id) ?? 0;
    if (held >= MAX_AT_ONCE || !this.#shares.take(tenantId)) return false;
    this.#byInspector.set(id, held + 1);
    return true;
  }

  giveBack({ id, tenantId }: Holder): void {
    this.#shares.giveBack(tenantId);
    const left = (this.#byInspector.get(id) ?? 0) - 1;
    if (left > 0) this.#byInspector.set(id, left);
    else this.#byInspector.delete(id);
  }
}
