import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, visibleScope, type Identity } from '@casewire/identity';
import { page, pageSchema, Problem, uuidCursor, type Page } from '@casewire/rest';
import { z } from 'zod';
import {
  createdPortalLinkSchema,
  newPortalLinkSchema,
  portalLinkSchema,
  toPortalLinkView,
  type NewPortalLink,
  type PortalLinkView,
} from './portal-link-schema.ts';
import { PortalLinks } from './portal-links.ts';
import { tenantIdSchema, uuidPageQuery, type UuidPageQuery } from './session-schema.ts';

/** Links into the dashboard for a tenant's people, for the operator. */
@Controller('v1/tenants/:tenantId/portal-links')
@RequireScope('operator')
export class PortalLinksController {
  readonly #links: PortalLinks;

  constructor(links: PortalLinks) {
    this.#links = links;
  }

  @Post()
  @ApiOperation({
    summary: 'Create a portal link',
    description:
      'An address that opens the dashboard for the tenant, once. The session that it begins can do no more than the link says, and ends when the link is revoked.',
  })
  @ApiResponse({ status: 201, standardSchema: createdPortalLinkSchema })
  async create(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @Body({ schema: newPortalLinkSchema }) body: NewPortalLink,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.infer<typeof createdPortalLinkSchema>> {
    requireVisible(identity, tenantId);
    const { link, url, embedUrl } = await this.#links.create(identity, tenantId, body);
    return { id: link.id, url, embedUrl, expiresAt: link.expiresAt.toISOString() };
  }

  @Get()
  @ApiOperation({ summary: 'List portal links', description: 'Used and expired ones too, for 30 days.' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(portalLinkSchema) })
  async list(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @Query({ schema: uuidPageQuery }) query: UuidPageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<PortalLinkView>> {
    requireVisible(identity, tenantId);
    const { rows, hasNext } = await this.#links.list(tenantId, query);
    return page(rows.map(toPortalLinkView), hasNext);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a portal link', description: 'The session that it has begun ends too.' })
  async revoke(
    @Param('tenantId', { schema: tenantIdSchema }) tenantId: string,
    @Param('id', { schema: uuidCursor }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    requireVisible(identity, tenantId);
    await this.#links.revoke(identity, tenantId, id);
  }
}

/** @throws Problem not-found where the request acts for another tenant */
function requireVisible(identity: Identity, tenantId: string): void {
  const { tenantId: visible = tenantId } = visibleScope(identity);
  if (visible !== tenantId) throw new Problem('not-found', { detail: `the request acts for ${visible}` });
}
