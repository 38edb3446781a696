import { Body, Controller, Delete, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { z } from 'zod';
import { tenantIdSchema } from './session-schema.ts';
import { tenantViewSchema, toTenantView, unlockSchema, type TenantViewShown } from './tenant-view-schema.ts';
import { TenantViews } from './tenant-views.ts';

/** The operator looks at a tenant's pages as the tenant's own people do. */
@Controller('v1/sessions/current/views/:tenantId')
@RequireScope('operator')
export class TenantViewsController {
  readonly #views: TenantViews;

  constructor(views: TenantViews) {
    this.#views = views;
  }

  @Put()
  @ApiOperation({
    summary: 'View as a tenant',
    description:
      'From now on, requests of this session that name the tenant may read what it has, without payloads and secrets. It takes the place of a view of another tenant.',
  })
  @ApiResponse({ status: 200, standardSchema: tenantViewSchema })
  async begin(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<TenantViewShown> {
    return toTenantView(await this.#views.begin(identity, tenantId));
  }

  @Post('unlock')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Unlock the view of a tenant',
    description: 'For 15 minutes it allows everything that the people of the tenant may do.',
  })
  @ApiResponse({ status: 200, standardSchema: tenantViewSchema })
  async unlock(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @Body({ schema: unlockSchema }) { reason }: z.infer<typeof unlockSchema>,
    @CurrentIdentity() identity: Identity,
  ): Promise<TenantViewShown> {
    return toTenantView(await this.#views.unlock(identity, tenantId, reason));
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'End the view of a tenant' })
  async end(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#views.end(identity, tenantId);
  }
}
