import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, visibleScope, type Identity } from '@casewire/identity';
import { page, pageSchema, Problem, uuidCursor, type Page } from '@casewire/rest';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { uuidPageQuery, type UuidPageQuery } from '../paging/page-queries.ts';
import { tenantIdSchema } from '../tenants/tenant-schema.ts';
import {
  apiKeySchema,
  newApiKeySchema,
  shownApiKeySchema,
  toApiKeyView,
  type ApiKeyView,
  type NewApiKey,
} from './api-key-schema.ts';
import { ApiKeys } from './api-keys.ts';

/** The keys of a tenant, for the operator. */
@Controller('v1/tenants/:tenantId/api-keys')
@RequireScope('operator')
export class ApiKeysController {
  readonly #keys: ApiKeys;

  constructor(keys: ApiKeys) {
    this.#keys = keys;
  }

  @Post()
  @ApiOperation({
    summary: 'Create an API key',
    description: 'The answer is the only place where it is shown.',
  })
  @ApiResponse({ status: 201, standardSchema: shownApiKeySchema })
  create(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @Body({ schema: newApiKeySchema }) body: NewApiKey,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
  ): Promise<z.infer<typeof shownApiKeySchema>> {
    return once.inTransaction(async (manager) => {
      const { row, key } = await this.#keys.create(manager, identity, tenantId, body);
      return { ...toApiKeyView(row), key };
    });
  }

  @Get()
  @ApiOperation({ summary: 'List API keys', description: 'Revoked and expired ones too.' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(apiKeySchema) })
  async list(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @Query({ schema: uuidPageQuery }) query: UuidPageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<ApiKeyView>> {
    const { tenantId: visible = tenantId } = visibleScope(identity);
    if (visible !== tenantId) throw new Problem('not-found', { detail: `the request acts for ${visible}` });
    const { data, hasNext } = await this.#keys.list(tenantId, query);
    return page(data.map(toApiKeyView), hasNext);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API key' })
  async revoke(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @Param('id', { schema: uuidCursor }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#keys.revoke(identity, tenantId, id);
  }
}
