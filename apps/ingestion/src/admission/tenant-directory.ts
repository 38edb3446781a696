import { isTransientDatabaseError, type Pool } from '@casewire/database';
import type { EventAttributes, RejectionReason, TenantScope } from '@casewire/events';
import { compileSchema, families } from '@casewire/families';
import { COMPILE_ALLOWANCE, compileTenantSchema, SchemaError } from '@casewire/json-schema';
import {
  BudgetExceededError,
  FairCache,
  type Breather,
  type StepPool,
  type StepPools,
} from '@casewire/metering';
import { Gatherer, holderKey } from '@casewire/shares';
import {
  findTenantsAndTypes,
  type EventTypeKey,
  type RegisteredEventType,
} from '@casewire/subscription-store';
import type { DataValidator, TenantKnowledge } from './admit.ts';
import { RejectedError, TOO_MUCH_TOGETHER } from './rejection.ts';
import { tooManyRequests } from '../too-many-requests.ts';

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

/** A type that a tenant registered, with what was kept of it when it was looked up. */
interface FoundType {
  readonly registered: RegisteredEventType;
  readonly known: CompiledType | undefined;
}

/** What is not known of a batch of events before the database is asked. */
interface Unknowns {
  readonly tenantIds: readonly string[];
  /** Types that may be tenants' own: the catalogue does not list them. */
  readonly types: readonly EventTypeKey[];
}

/** The tenants that exist, and their own types by `keyOf`. */
interface Found {
  readonly tenants: ReadonlySet<string>;
  readonly types: ReadonlyMap<string, FoundType>;
}

/** Whose request events came with. */
export interface Caller extends TenantScope {
  /** Whether the tenant is known to exist, because its key was looked up for this request. Default: false. */
  readonly isKnown?: boolean;
}

/** What the events of a batch may take. */
export interface JudgedBatch {
  /** Of each tenant and environment; its schemas are compiled out of them. */
  readonly steps: StepPools;
  readonly breather: Breather;
}

/**
 * Looks up the tenants and their own event types that a batch of events names, afresh for every batch. The tenant of a request
 * was looked up with its key, and is not looked up again; types of the catalogue need no look-up.
 */
export class TenantDirectory {
  readonly #pool: Pool;
  readonly #compiled = new FairCache<CompiledType>(COMPILED_SCHEMAS_BYTES);
  readonly #requests = new Gatherer<Unknowns, Found>({
    askTogether: (unknowns) =>
      this.#find({
        tenantIds: unknowns.flatMap(({ tenantIds }) => tenantIds),
        types: unknowns.flatMap(({ types }) => types),
      }),
    isTransient: isTransientDatabaseError,
    sizeOf: ({ tenantIds, types }) => tenantIds.length + types.length,
    refusal: tooManyRequests,
  });

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @param caller whose request the events came with: it is looked up together with others that come at the same time */
  async lookUp(
    events: readonly EventAttributes[],
    batch: JudgedBatch,
    caller?: Caller,
  ): Promise<TenantKnowledge> {
    const keys = events.map(({ tenantid, environment, type }) => ({ tenantId: tenantid, environment, type }));
    const knownTenant = caller?.isKnown === true ? caller.tenantId : undefined;
    const found = await this.#findFor(caller, unknownsOf(keys, knownTenant));
    const ownTypes = await this.#validatorsOf(keys, found.types, batch);
    return {
      isTenant: (tenantId) => tenantId === knownTenant || found.tenants.has(tenantId),
      validatorOf: ({ tenantid, environment, type }) =>
        catalogue.get(type) ?? ownTypes.get(keyOf({ tenantId: tenantid, environment, type })),
    };
  }

  #findFor(caller: Caller | undefined, unknowns: Unknowns): Promise<Found> {
    const isNothing = unknowns.tenantIds.length + unknowns.types.length === 0;
    return caller === undefined || isNothing ? this.#find(unknowns) : this.#requests.ask(caller, unknowns);
  }

  async #find(unknowns: Unknowns): Promise<Found> {
    const wanted = distinct(unknowns.types);
    const known = new Map(wanted.map((key) => [keyOf(key), this.#compiled.get(key.tenantId, keyOf(key))]));
    const { tenants, types } = await findTenantsAndTypes(
      this.#pool,
      [...new Set(unknowns.tenantIds)],
      wanted.map((key) => ({ ...key, knownVersion: known.get(keyOf(key))?.updatedAt })),
    );
    return {
      tenants,
      types: new Map(types.map((type) => [keyOf(type), { registered: type, known: known.get(keyOf(type)) }])),
    };
  }

  async #validatorsOf(
    keys: readonly EventTypeKey[],
    types: Found['types'],
    { steps, breather }: JudgedBatch,
  ): Promise<ReadonlyMap<string, DataValidator>> {
    const validators = new Map<string, DataValidator>();
    if (types.size === 0) return validators;
    for (const key of distinct(keys)) {
      const found = types.get(keyOf(key));
      if (found === undefined) continue;
      await breather.pause();
      const { registered, known } = found;
      const { schema } = registered;
      const validate =
        schema === null
          ? known?.validate
          : this.#compile({ ...registered, schema }, steps.of(holderKey(key)));
      if (validate !== undefined) validators.set(keyOf(key), validate);
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

function unknownsOf(keys: readonly EventTypeKey[], knownTenant: string | undefined): Unknowns {
  const tenantIds = new Set(keys.map(({ tenantId }) => tenantId));
  if (knownTenant !== undefined) tenantIds.delete(knownTenant);
  return { tenantIds: [...tenantIds], types: distinct(keys.filter(({ type }) => !catalogue.has(type))) };
}

function distinct(keys: readonly EventTypeKey[]): EventTypeKey[] {
  return [...new Map(keys.map((key) => [keyOf(key), key])).values()];
}

/** No two types have the same key, because attributes hold no control characters. */
function keyOf({ tenantId, environment, type }: EventTypeKey): string {
  return `${tenantId}\0${environment}\0${type}`;
}
