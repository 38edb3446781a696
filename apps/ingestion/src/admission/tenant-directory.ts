import type { Pool } from '@casewire/database';
import type { EventAttributes } from '@casewire/events';
import { compileSchema, families, type DataValidator } from '@casewire/families';
import {
  findEventTypes,
  findTenants,
  type EventTypeKey,
  type RegisteredEventType,
} from '@casewire/subscription-store';
import type { TenantKnowledge } from './admit.ts';

/** How many compiled schemas of tenants' own types are kept. */
const COMPILED_SCHEMAS = 1_000;

const catalogue = new Map<string, DataValidator>(
  families.flatMap((family) =>
    family.eventTypes.map(({ type, schema }) => [type, compileSchema(schema)] as const),
  ),
);

/** Looks up the tenants and their own event types that a batch of events names, afresh for every batch. */
export class TenantDirectory {
  readonly #pool: Pool;
  readonly #compiled = new Map<string, DataValidator>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async lookUp(events: readonly EventAttributes[]): Promise<TenantKnowledge> {
    const ids = [...new Set(events.map(({ tenantid }) => tenantid))];
    const ownTypes = distinct(events.filter(({ type }) => !catalogue.has(type)));
    const [tenants, registered] = await Promise.all([
      ids.length === 0 ? new Map() : findTenants(this.#pool, ids),
      ownTypes.length === 0 ? [] : findEventTypes(this.#pool, ownTypes),
    ]);
    const validators = new Map(registered.map((own) => [keyOf(own), this.#validatorOf(own)]));
    return {
      isTenant: (tenantId) => tenants.has(tenantId),
      validatorOf: ({ tenantid, environment, type }) =>
        catalogue.get(type) ?? validators.get(keyOf({ tenantId: tenantid, environment, type })),
    };
  }

  #validatorOf(own: RegisteredEventType): DataValidator {
    const version = `${keyOf(own)} ${own.updatedAt.toISOString()}`;
    const known = this.#compiled.get(version);
    if (known !== undefined) return known;
    const compiled = compileSchema(own.schema);
    this.#compiled.set(version, compiled);
    const [oldest] = this.#compiled.keys();
    if (this.#compiled.size > COMPILED_SCHEMAS && oldest !== undefined) this.#compiled.delete(oldest);
    return compiled;
  }
}

function distinct(events: readonly EventAttributes[]): EventTypeKey[] {
  const keys = events.map(({ tenantid, environment, type }) => ({ tenantId: tenantid, environment, type }));
  return [...new Map(keys.map((key) => [keyOf(key), key])).values()];
}

/** No two types have the same key, because attributes hold no control characters. */
function keyOf({ tenantId, environment, type }: EventTypeKey): string {
  return `${tenantId}\0${environment}\0${type}`;
}
