import type { Logger } from '@casewire/observability';
import type { InProcessListener } from './in-process-listener.ts';

/** Names something that the services of a process can share, and says how it is closed. */
export interface ResourceKey<T> {
  readonly close: (resource: T) => Promise<void>;
}

/** A service's hold on a shared resource. */
export interface SharedResource<T> {
  readonly resource: T;
  /** Ends the service's hold. The last one closes the resource. Call it once. */
  release(): Promise<void>;
}

/**
 * What the services of one process have in common. A resource lives from its first user to its last: it is closed when
 * every service has stopped using it, whatever the order in which they stop.
 */
export class ProcessResources {
  /** Names the process to brokers: `casewire-delivery`, or `casewire` for several services. */
  readonly name: string;
  /** For lines that belong to no single service. */
  readonly logger: Logger;
  /** Of the services that listen now, by their URL. */
  readonly listeners = new Map<string, InProcessListener>();
  readonly #held = new Map<unknown, { readonly resource: unknown; users: number }>();

  constructor(services: readonly string[], logger: Logger) {
    this.name = services.length === 1 ? `casewire-${services.join()}` : 'casewire';
    this.logger = logger;
  }

  /** @param make called if no other service holds the resource */
  share<T>(key: ResourceKey<T>, make: () => T): SharedResource<T> {
    const held = this.#held.get(key) ?? { resource: make(), users: 0 };
    held.users += 1;
    this.#held.set(key, held);
    // Only `make` of a key with the same type puts something there.
    const resource = held.resource as T;
    return {
      resource,
      release: async () => {
        held.users -= 1;
        if (held.users > 0) return;
        this.#held.delete(key);
        await key.close(resource);
      },
    };
  }
}
