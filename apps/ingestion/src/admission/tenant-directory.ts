import type { Pool } from '@casewire/database';
import type { EventAttributes, RejectionReason } from '@casewire/events';
import { compileSchema, families } from '@casewire/families';
import { COMPILE_ALLOWANCE, compileTenantSchema, SchemaError } from '@casewire/json-schema';
import {
  BudgetExceededError,
  FairCache,
  type Breather,
  type StepPool,
  type StepPools,
} from '@casewire/metering';
import { holderKey } from '@casewire/shares';
import {
  findEventTypes,
  findTenants,
  type EventTypeKey,
  type RegisteredEventType,
} from '@casewire/subscription-store';
import type { DataValidator, TenantKnowledge } from './admit.ts';
import { RejectedError, TOO_MUCH_TOGETHER } from './rejection.ts';

/** Estimated bytes of the compiled schemas of tenants' own types that are kept. */
const COMPILED_SCHEMAS_BYTES = 64 * 1024 * 1024;

/** Bytes of an entry that keeps no schema. */
const ENTRY_BYTES = 1_000;

const catalogue = new Map<string, DataValidator>(
  families.flatMap((family) =>
    family.eventTypes.map(({ type, schema }) => [type, compileSchema(schema)] as const),
  ),
);

/** What is kept of a type that a tenant registered. */
interface CompiledType {
  /** The version of the type. */
  readonly updatedAt: Date;
  readonly validate: DataValidator;
}

/** A type of which this version is not kept. */
type NewVersion = RegisteredEventType & { readonly schema: NonNullable<RegisteredEventType['schema']> };

/** What the events of a batch may take. */
export interface JudgedBatch {
  /** Of each tenant and environment; its schemas are compiled out of them. */
  readonly steps: StepPools;
  readonly breather: Breather;
}

/** Looks up the tenants and their own event types that a batch of events names, afresh for every batch. */
export class TenantDirectory {
  readonly #pool: Pool;
  readonly #compiled = new FairCache<CompiledType>(COMPILED_SCHEMAS_BYTES);

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async lookUp(events: readonly EventAttributes[], batch: JudgedBatch): Promise<TenantKnowledge> {
    const ids = [...new Set(events.map(({ tenantid }) => tenantid))];
    const [tenants, ownTypes] = await Promise.all([
      ids.length === 0 ? new Map() : findTenants(this.#pool, ids),
      this.#lookUpTypes(distinct(events.filter(({ type }) => !catalogue.has(type))), batch),
    ]);
    return {
      isTenant: (tenantId) => tenants.has(tenantId),
      validatorOf: ({ tenantid, environment, type }) =>
        catalogue.get(type) ?? ownTypes.get(keyOf({ tenantId: tenantid, environment, type })),
    };
  }

  async #lookUpTypes(
    keys: readonly EventTypeKey[],
    { steps, breather }: JudgedBatch,
  ): Promise<ReadonlyMap<string, DataValidator>> {
    const validators = new Map<string, DataValidator>();
    if (keys.length === 0) return validators;
    const known = new Map(keys.map((key) => [keyOf(key), this.#compiled.get(key.tenantId, keyOf(key))]));
    const registered = await findEventTypes(
      this.#pool,
      keys.map((key) => ({ ...key, knownVersion: known.get(keyOf(key))?.updatedAt })),
    );
    for (const own of registered) {
      const key = keyOf(own);
      await breather.pause();
      const { schema } = own;
      const validate =
        schema === null
          ? known.get(key)?.validate
          : this.#compile({ ...own, schema }, steps.of(holderKey(own)));
      if (validate !== undefined) validators.set(key, validate);
    }
    return validators;
  }

  /** Schemas of an older version may exceed a limit of this one: that is the tenant's trouble, not the service's. */
  #compile(own: NewVersion, steps: StepPool): DataValidator {
    const { tenantId, schema, updatedAt } = own;
    const keep = (validate: DataValidator, bytes: number) => {
      this.#compiled.set(tenantId, keyOf(own), { updatedAt, validate }, ENTRY_BYTES + bytes);
      return validate;
    };
    try {
      const compiled = steps.spendOn(COMPILE_ALLOWANCE, (budget) => compileTenantSchema(schema, budget));
      return keep((data, budget) => compiled.validate(data, budget), compiled.bytes);
    } catch (error) {
      if (error instanceof BudgetExceededError) {
        return refusing(
          'validation-too-expensive',
          `compiling its schema ${error.message}: ${TOO_MUCH_TOGETHER}`,
        );
      }
      if (!(error instanceof SchemaError)) throw error;
      return keep(refusing('unusable-schema', describe(error)), 0);
    }
  }
}

/** Rejects every event of a type. */
function refusing(reason: RejectionReason, message: string): DataValidator {
  return () => {
    throw new RejectedError(reason, 'type', message);
  };
}

function describe({ message, accepted }: SchemaError): string {
  return `its schema cannot be used: ${message}${accepted === undefined ? '' : `; ${accepted}`}`;
}

function distinct(events: readonly EventAttributes[]): EventTypeKey[] {
  const keys = events.map(({ tenantid, environment, type }) => ({ tenantId: tenantid, environment, type }));
  return [...new Map(keys.map((key) => [keyOf(key), key])).values()];
}

/** No two types have the same key, because attributes hold no control characters. */
function keyOf({ tenantId, environment, type }: EventTypeKey): string {
  return `${tenantId}\0${environment}\0${type}`;
}
