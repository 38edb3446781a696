import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { PoolClient } from '@casewire/database';
import type { InspectorAddresses } from '@casewire/events';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, sightOf, type Identity } from '@casewire/identity';
import {
  changesIn,
  listQuery,
  page,
  pageSchema,
  patchBody,
  RefusedFor,
  uuidCursor,
  type Page,
  type PageQuery,
  type Patch as PatchBody,
} from '@casewire/rest';
import {
  inspectorChangeSchema,
  inspectorSchema,
  newInspectorSchema,
  toInspectorView,
  type InspectorView,
  type NewInspector,
} from './inspector-schema.ts';
import { Inspectors } from './inspectors.ts';
import { requestSchema, toMaskedView, toRequestView, type RequestView } from './request-schema.ts';

/** Where inspectors are reached. A class, so that Nest can hand it in. */
export class Addresses {
  readonly inspectors: InspectorAddresses;

  constructor(inspectors: InspectorAddresses) {
    this.inspectors = inspectors;
  }
}

const idSchema = uuidCursor;
const pageQuery = listQuery({ cursor: uuidCursor }, {});

/** Receivers that Casewire hosts, for trying things in the sandbox. */
@Controller('v1/inspectors')
export class InspectorsController {
  readonly #inspectors: Inspectors;
  readonly #addresses: InspectorAddresses;

  constructor(inspectors: Inspectors, addresses: Addresses) {
    this.#inspectors = inspectors;
    this.#addresses = addresses.inspectors;
  }

  @Post()
  @RefusedFor('limit-reached')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Create an inspector',
    description:
      'A receiver that Casewire hosts for 24 hours. It keeps the last 100 requests, checks their signatures, and answers as it is told to. In the sandbox only.',
  })
  @ApiResponse({ status: 201, standardSchema: inspectorSchema })
  async create(
    @Body({ schema: newInspectorSchema }) { respond }: NewInspector,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<PoolClient>,
  ): Promise<InspectorView> {
    return once.inTransaction(async (client) =>
      toInspectorView(await this.#inspectors.create(client, identity, respond), this.#addresses),
    );
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'List inspectors', description: 'Those that have not expired.' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(inspectorSchema) })
  async list(
    @Query({ schema: pageQuery }) query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<InspectorView>> {
    const { rows, hasNext } = await this.#inspectors.list(identity, query);
    return page(
      rows.map((inspector) => toInspectorView(inspector, this.#addresses)),
      hasNext,
    );
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ summary: 'Read an inspector' })
  @ApiResponse({ status: 200, standardSchema: inspectorSchema })
  async get(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<InspectorView> {
    return toInspectorView(await this.#inspectors.find(identity, id), this.#addresses);
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Change how an inspector answers',
    description: 'From the next request on. `respond` is replaced as a whole.',
  })
  @ApiResponse({ status: 200, standardSchema: inspectorSchema })
  async change(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: patchBody(inspectorChangeSchema) }) body: PatchBody,
    @CurrentIdentity() identity: Identity,
  ): Promise<InspectorView> {
    const changed = await this.#inspectors.change(identity, id, async (inspector) => {
      const shown = toInspectorView(inspector, this.#addresses);
      return (await changesIn(body, shown, inspectorChangeSchema)).respond;
    });
    return toInspectorView(changed, this.#addresses);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Delete an inspector',
    description: 'With its requests. Deliveries to it are answered 404 from then on.',
  })
  async delete(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#inspectors.delete(identity, id);
  }

  @Get(':id/requests')
  @RequireScope('payloads')
  @ApiOperation({
    summary: 'List the requests that an inspector has got',
    description: 'The last 100, with what the checks of their signatures have shown when they arrived.',
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(requestSchema) })
  async requests(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuery }) query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<RequestView>> {
    const { rows, hasNext } = await this.#inspectors.requests(identity, id, query);
    if (sightOf(identity) === 'all') return page(rows.map(toRequestView), hasNext);
    const facts = await this.#inspectors.maskingFacts(identity, rows);
    return page(
      rows.map((request) => toMaskedView(request, facts)),
      hasNext,
    );
  }
}
