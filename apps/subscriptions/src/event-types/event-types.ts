import { keysetScan, toListed, type KeysetScan } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { compileSchema } from '@casewire/families';
import { cursorOf, page, Problem, unknownCursor, type Page } from '@casewire/rest';
import type { DataSource, EntityManager } from 'typeorm';
import type { NamePageQuery } from '../paging/page-queries.ts';
import { lockTenant } from '../tenants/tenants.ts';
import { catalogueType, catalogueTypes, toEventTypeView } from './catalogue.ts';
import type { EventTypeInput, EventTypeView } from './event-type-schema.ts';
import {
  copyOwnType,
  countOtherOwnTypes,
  deleteOwnType,
  findOwnTypes,
  listOwnTypeSizes,
  saveOwnType,
  type OwnType,
  type TypeSize,
} from './own-types.ts';
import { readDocuments } from './read-documents.ts';

/** Types that one tenant registers at most in one environment. */
const MAX_OWN_TYPES = 1_000;

/** The types of the catalogue, and those that a tenant registered in an environment. */
export class EventTypes {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /**
   * Lists the catalogue's and the tenant's types together, by name.
   * @throws Problem cursor-unknown
   */
  async list(scope: TenantScope, request: NamePageQuery): Promise<Page<EventTypeView>> {
    const { manager } = this.#dataSource;
    const cursor = cursorOf(request);
    if (cursor !== undefined && (await this.find(scope, cursor)) === undefined) throw unknownCursor(cursor);
    const scan = keysetScan(request);
    const own = await listOwnTypeSizes(manager, scope, scan, request.limit + 1);
    const { rows, hasNext } = toListed(merged(own, scan, request.limit + 1), request, ({ bytes }) => bytes);
    const found = await findOwnTypes(
      manager,
      scope,
      rows.map(({ type }) => type),
    );
    const views = new Map(found.map((each) => [each.type, toEventTypeView(each)]));
    return page(
      rows.flatMap(({ type }) => catalogueType(type) ?? views.get(type) ?? []),
      hasNext,
    );
  }

  /** The type of that name in the catalogue or among the tenant's own; undefined if there is none. */
  async find(scope: TenantScope, type: string): Promise<EventTypeView | undefined> {
    const listed = catalogueType(type);
    if (listed !== undefined) return listed;
    const [own] = await findOwnTypes(this.#dataSource.manager, scope, [type]);
    return own && toEventTypeView(own);
  }

  /**
   * @param body of the request, which `input` was read from: schema and example are kept as they are written in it
   * @throws Problem already-exists for a type of the catalogue, validation-failed, limit-reached
   */
  async put(scope: TenantScope, type: string, input: EventTypeInput, body: Buffer): Promise<EventTypeView> {
    requireOwn(type);
    const documents = readDocuments(body);
    requireUsableSchema(input);
    const { description, sensitive } = input;
    return this.#dataSource.transaction(async (manager) => {
      await requireRoom(manager, scope, type);
      return toEventTypeView(
        await saveOwnType(manager, scope, { type, description, sensitive, ...documents }),
      );
    });
  }

  /**
   * Makes or replaces a type in production as it is in the sandbox.
   * @throws Problem already-exists for a type of the catalogue, limit-reached, not-found
   */
  async copyToProduction(manager: EntityManager, tenantId: string, type: string): Promise<OwnType> {
    requireOwn(type);
    await requireRoom(manager, { tenantId, environment: 'production' }, type);
    const copied = await copyOwnType(manager, tenantId, type, { from: 'sandbox', to: 'production' });
    if (copied !== undefined) return copied;
    throw new Problem('not-found', { detail: 'the tenant has no such type of its own in its sandbox' });
  }

  /** @throws Problem not-found */
  async delete(scope: TenantScope, type: string): Promise<void> {
    if (await deleteOwnType(this.#dataSource.manager, scope, type)) return;
    throw new Problem('not-found', { detail: 'the tenant has no such type of its own' });
  }
}

/** A scan over the catalogue's and the tenant's types together. @param own what the scan has found of the tenant's */
function merged(
  own: readonly TypeSize[],
  { above, below, direction }: KeysetScan,
  limit: number,
): TypeSize[] {
  const listed = catalogueTypes
    .filter(
      (type) =>
        (above === undefined || compare(type, above) > 0) &&
        (below === undefined || compare(type, below) < 0),
    )
    .map((type) => ({ type, bytes: 0 }));
  const sign = direction === 'ASC' ? 1 : -1;
  return [...listed, ...own].toSorted((one, other) => sign * compare(one.type, other.type)).slice(0, limit);
}

/** Byte by byte, as PostgreSQL compares names: UTF-16 has another order. */
function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** @throws Problem already-exists */
function requireOwn(type: string): void {
  if (catalogueType(type) === undefined) return;
  throw new Problem('already-exists', { detail: `${type} is a type of the catalogue` });
}

/** Locks the tenant, so that two requests cannot both take the last place. @throws Problem limit-reached */
async function requireRoom(manager: EntityManager, scope: TenantScope, type: string): Promise<void> {
  await lockTenant(manager, scope.tenantId);
  if ((await countOtherOwnTypes(manager, scope, type)) < MAX_OWN_TYPES) return;
  throw new Problem('limit-reached', {
    detail: `a tenant may register ${MAX_OWN_TYPES} types in ${scope.environment}`,
  });
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
