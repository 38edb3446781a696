import { compileSchema, families, familyOfType } from '@casewire/families';
import { Problem } from '@casewire/rest';
import { TenantEventType } from '@casewire/subscription-store';
import type { DataSource } from 'typeorm';
import type { EventTypeInput, EventTypeView } from './event-type-schema.ts';

/** Own types of one tenant at most. */
const MAX_OWN_TYPES = 1_000;

const catalogue: readonly EventTypeView[] = families.flatMap(({ name, eventTypes }) =>
  eventTypes.map((type) => ({ ...type, schema: { ...type.schema }, family: name, sensitive: [] })),
);

/** The events that can happen: those of the catalogue, and those that a tenant registered. */
export class EventTypes {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async list(tenantId: string): Promise<EventTypeView[]> {
    const own = await this.#dataSource.manager.find(TenantEventType, {
      where: { tenantId },
      order: { type: 'ASC' },
    });
    return [...catalogue, ...own.map(toView)];
  }

  /** @throws Problem already-exists for a type of the catalogue, validation-failed, limit-reached */
  async put(tenantId: string, type: string, input: EventTypeInput): Promise<EventTypeView> {
    if (catalogue.some((listed) => listed.type === type)) {
      throw new Problem('already-exists', { detail: `${type} is a type of the catalogue` });
    }
    requireUsableSchema(input);
    const { manager } = this.#dataSource;
    if ((await manager.countBy(TenantEventType, { tenantId })) >= MAX_OWN_TYPES) {
      throw new Problem('limit-reached', { detail: `a tenant may register ${MAX_OWN_TYPES} types` });
    }
    const now = new Date();
    const known = await manager.findOneBy(TenantEventType, { tenantId, type });
    const row = { tenantId, type, ...input, example: input.example ?? null, updatedAt: now };
    return toView(await manager.save(TenantEventType, { createdAt: known?.createdAt ?? now, ...row }));
  }

  /** @throws Problem not-found */
  async delete(tenantId: string, type: string): Promise<void> {
    const { affected } = await this.#dataSource.manager.delete(TenantEventType, { tenantId, type });
    if (affected === 0) throw new Problem('not-found', { detail: 'the tenant has no such type of its own' });
  }
}

/** @throws Problem validation-failed if the schema does not compile or refuses the example */
function requireUsableSchema({ schema, example }: EventTypeInput): void {
  const refuse = (path: string, message: string): never => {
    throw new Problem('validation-failed', { errors: [{ path, message }] });
  };
  let validate;
  try {
    validate = compileSchema(schema);
  } catch (error) {
    return refuse(
      'schema',
      `is no usable JSON Schema: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const [problem] = example === undefined ? [] : validate(example);
  if (problem !== undefined)
    refuse('example', `does not fit the schema at "${problem.path}": ${problem.message}`);
}

function toView({ type, description, schema, example, sensitive }: TenantEventType): EventTypeView {
  return { type, family: familyOfType(type).name, description, schema: { ...schema }, example, sensitive };
}
