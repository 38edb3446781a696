import { changedMembers, recordChange, type Action, type ChangedMember } from '@casewire/audit';
import { keysetScan, toListed, type KeysetScan } from '@casewire/database';
import type { Environment, TenantScope } from '@casewire/events';
import { tenantScope, type Identity } from '@casewire/identity';
import {
  compileTenantSchema,
  SchemaError,
  validationAllowance,
  type TenantSchema,
} from '@casewire/json-schema';
import { Breather, StepBudget } from '@casewire/metering';
import { cursorOf, page, Problem, unknownCursor, type Page } from '@casewire/rest';
import { limits } from '@casewire/webhook-settings';
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
  async put(by: Identity, type: string, input: EventTypeInput, body: Buffer): Promise<EventTypeView> {
    const scope = tenantScope(by);
    requireOwn(type);
    const documents = readDocuments(body);
    await requireUsableSchema(input);
    const { description, sensitive } = input;
    return this.#dataSource.transaction(async (manager) => {
      await requireRoom(manager, scope, type);
      const [known] = await findOwnTypes(manager, scope, [type]);
      const saved = await saveOwnType(manager, scope, { type, description, sensitive, ...documents });
      await record(manager, by, { action: 'event-type.set', type, changed: changedIn(known, saved) });
      return toEventTypeView(saved);
    });
  }

  /**
   * Makes or replaces a type in production as it is in the sandbox.
   * @throws Problem already-exists for a type of the catalogue, limit-reached, not-found
   */
  async copyToProduction(manager: EntityManager, by: Identity, type: string): Promise<OwnType> {
    requireOwn(type);
    const { tenantId } = tenantScope(by);
    const scope = { tenantId, environment: 'production' } as const;
    await requireRoom(manager, scope, type);
    const [known] = await findOwnTypes(manager, scope, [type]);
    const copied = await copyOwnType(manager, tenantId, type, { from: 'sandbox', to: 'production' });
    if (copied === undefined)
      throw new Problem('not-found', { detail: 'the tenant has no such type of its own in its sandbox' });
    const { environment } = scope;
    const changed = changedIn(known, copied);
    await record(manager, by, { action: 'event-type.copied', type, environment, changed });
    return copied;
  }

  /** @throws Problem not-found */
  async delete(by: Identity, type: string): Promise<void> {
    await this.#dataSource.transaction(async (manager) => {
      if (!(await deleteOwnType(manager, tenantScope(by), type)))
        throw new Problem('not-found', { detail: 'the tenant has no such type of its own' });
      await record(manager, by, { action: 'event-type.deleted', type });
    });
  }
}

function changedIn(before: OwnType | undefined, { type: _type, ...after }: OwnType): ChangedMember[] {
  if (before === undefined) return changedMembers(undefined, after);
  const { type: _name, ...known } = before;
  return changedMembers(known, after);
}

interface TypeChange {
  readonly action: Action;
  readonly type: string;
  /** Default: that of the request. */
  readonly environment?: Environment;
  readonly changed?: readonly ChangedMember[];
}

function record(manager: EntityManager, by: Identity, change: TypeChange): Promise<void> {
  const scope = tenantScope(by);
  const { action, type, environment = scope.environment, changed = [] } = change;
  const owner = { tenantId: scope.tenantId, environment };
  return recordChange(manager, by, { action, resource: `event-types/${type}`, changed, owner });
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
  if ((await countOtherOwnTypes(manager, scope, type)) < limits.ownTypes) return;
  throw new Problem('limit-reached', {
    detail: `a tenant may register ${limits.ownTypes} types in ${scope.environment}`,
  });
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
