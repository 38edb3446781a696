import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, visibleScope, type Identity } from '@casewire/identity';
import {
  etag,
  IfMatch,
  page,
  type Page,
  pageSchema,
  type Patch as PatchBody,
  patchBody,
  RefusedFor,
} from '@casewire/rest';
import type { Tenant } from '@casewire/subscription-store';
import type { Response } from 'express';
import type { EntityManager } from 'typeorm';
import {
  newTenantSchema,
  tenantChangeSchema,
  tenantIdSchema,
  tenantListQuery,
  tenantSchema,
  toTenantView,
  type NewTenant,
  type TenantListQuery,
  type TenantView,
} from './tenant-schema.ts';
import { Tenants } from './tenants.ts';

/** The customers, for the operator. */
@Controller('v1/tenants')
@RequireScope('operator')
export class TenantsController {
  readonly #tenants: Tenants;

  constructor(tenants: Tenants) {
    this.#tenants = tenants;
  }

  @Post()
  @RefusedFor('already-exists')
  @ApiOperation({ summary: 'Create a tenant' })
  @ApiResponse({ status: 201, standardSchema: tenantSchema })
  create(
    @Body({ schema: newTenantSchema }) body: NewTenant,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantView> {
    return once.inTransaction(async (manager) =>
      show(await this.#tenants.create(manager, identity, body), response),
    );
  }

  @Get()
  @ApiOperation({ summary: 'List tenants' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(tenantSchema) })
  async list(
    @Query({ schema: tenantListQuery }) query: TenantListQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<TenantView>> {
    const { data, hasNext } = await this.#tenants.list(query, visibleScope(identity).tenantId);
    return page(data.map(toTenantView), hasNext);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a tenant' })
  @ApiResponse({ status: 200, standardSchema: tenantSchema })
  async get(
    @Param('id', { schema: tenantIdSchema }) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantView> {
    return show(await this.#tenants.find(id), response);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change a tenant',
    description:
      'With If-Match only if nobody changed it meanwhile. Members that are as they are shown may be sent along.',
  })
  @ApiResponse({ status: 200, standardSchema: tenantSchema })
  async change(
    @Param('id', { schema: tenantIdSchema }) id: string,
    @Body({ schema: patchBody(tenantChangeSchema) }) body: PatchBody,
    @IfMatch() ifMatch: string | undefined,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantView> {
    return show(await this.#tenants.change(identity, id, body, ifMatch), response);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a tenant',
    description: 'Its keys and webhooks stop working, its history stays, its id stays taken.',
  })
  async delete(
    @Param('id', { schema: tenantIdSchema }) id: string,
    @IfMatch() ifMatch: string | undefined,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#tenants.delete(identity, id, ifMatch);
  }
}

function show(tenant: Tenant, response: Response): TenantView {
  response.set('etag', etag(tenant.version));
  return toTenantView(tenant);
}
