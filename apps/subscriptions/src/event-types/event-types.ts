import { families, familyOfType } from '@casewire/families';
import {
  compileTenantSchema,
  SchemaError,
  validationAllowance,
  type TenantSchema,
} from '@casewire/json-schema';
import { Breather, StepBudget } from '@casewire/metering';
import { Problem, type Page } from '@casewire/rest';
import { TenantEventType } from '@casewire/subscription-store';
import type { DataSource, EntityManager } from 'typeorm';
import type { NamePageQuery } from '../paging/page-queries.ts';
import { lockTenant } from '../tenants/tenants.ts';
import type { EventTypeInput, EventTypeView } from './event-type-schema.ts';
import { pageByName } from './page-by-name.ts';

/** Types that one tenant registers at most. */
const MAX_OWN_TYPES = 1_000;

const catalogue: readonly EventTypeView[] = families.flatMap(({ name, eventTypes }) =>
  eventTypes.map((type) => ({ ...type, schema: { ...type.schema }, family: name, sensitive: [] })),
);

/** The types of the catalogue and those that a tenant registered. */
export class EventTypes {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Lists the catalogue's and the tenant's types together, by name. */
  async list(tenantId: string, request: NamePageQuery): Promise<Page<EventTypeView>> {
    const own = await this.#dataSource.manager.findBy(TenantEventType, { tenantId });
    return pageByName([...catalogue, ...own.map(toView)], request);
  }

  /** The type of that name in the catalogue or among the tenant's own; undefined if there is none. */
  async find(tenantId: string, type: string): Promise<EventTypeView | undefined> {
    const listed = catalogue.find((one) => one.type === type);
    if (listed !== undefined) return listed;
    const own = await this.#dataSource.manager.findOneBy(TenantEventType, { tenantId, type });
    return own === null ? undefined : toView(own);
  }

  /** @throws Problem already-exists for a type of the catalogue, validation-failed, limit-reached */
  async put(tenantId: string, type: string, input: EventTypeInput): Promise<EventTypeView> {
    if (catalogue.some((listed) => listed.type === type)) {
      throw new Problem('already-exists', { detail: `${type} is a type of the catalogue` });
    }
    await requireUsableSchema(input);
    return this.#dataSource.transaction(async (manager) => {
      await lockTenant(manager, tenantId);
      const known = await manager.findOneBy(TenantEventType, { tenantId, type });
      if (known === null) await requireRoom(manager, tenantId);
      const now = new Date();
      const row = { ...input, tenantId, type, example: input.example ?? null };
      return toView(
        await manager.save(TenantEventType, {
          ...row,
          createdAt: known?.createdAt ?? now,
          // Caches of compiled schemas tell two schemas of one type apart by this instant.
          updatedAt: new Date(Math.max(now.getTime(), (known?.updatedAt.getTime() ?? 0) + 1)),
        }),
      );
    });
  }

  /** @throws Problem not-found */
  async delete(tenantId: string, type: string): Promise<void> {
    const { affected } = await this.#dataSource.manager.delete(TenantEventType, { tenantId, type });
    if (affected === 0) throw new Problem('not-found', { detail: 'the tenant has no such type of its own' });
  }
}

/** @throws Problem limit-reached */
async function requireRoom(manager: EntityManager, tenantId: string): Promise<void> {
  if ((await manager.countBy(TenantEventType, { tenantId })) < MAX_OWN_TYPES) return;
  throw new Problem('limit-reached', { detail: `a tenant may register ${MAX_OWN_TYPES} types` });
}

/** @throws Problem validation-failed if the schema cannot be used or refuses the example */
async function requireUsableSchema({ schema, example }: EventTypeInput): Promise<void> {
  const breather = new Breather();
  await breather.pause();
  const compiled = compile(schema);
  if (example === undefined) return;
  await breather.pause();
  const [problem] = compiled.validate(example, new StepBudget(validationAllowance(Infinity).most));
  if (problem === undefined) return;
  const message = `does not fit the schema at "${problem.path}": ${problem.message}`;
  throw new Problem('validation-failed', { errors: [{ path: 'example', message }] });
}

function compile(schema: EventTypeInput['schema']): TenantSchema {
  try {
    return compileTenantSchema(schema);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const { message, accepted } = error;
    const refused = { path: 'schema', message: `is no usable JSON Schema: ${message}` };
    throw new Problem('validation-failed', { errors: [{ ...refused, ...(accepted && { accepted }) }] });
  }
}

function toView({ type, description, schema, example, sensitive }: TenantEventType): EventTypeView {
  return { type, family: familyOfType(type).name, description, schema: { ...schema }, example, sensitive };
}
