import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { type Page, pageSchema, RefusedFor } from '@casewire/rest';
import { namePageQuery, type NamePageQuery } from '../paging/page-queries.ts';
import {
  namedSecretSchema,
  secretInputSchema,
  secretNameSchema,
  Secrets,
  type NamedSecretView,
  type SecretInput,
} from './secrets.ts';

/** The secrets that webhooks name as `{secret.NAME}` in their URLs and headers. */
@Controller('v1/secrets')
@RequireScope('secrets')
export class SecretsController {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  @Put(':name')
  @RefusedFor('limit-reached')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Set a secret',
    description:
      'Webhooks name it as `{secret.NAME}` in their URL and headers; the next attempt uses the new value.',
  })
  async put(
    @Param('name', { schema: secretNameSchema }) name: string,
    @Body({ schema: secretInputSchema }) { value }: SecretInput,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#secrets.put(identity, name, value);
  }

  @Get()
  @ApiOperation({ summary: 'List secrets', description: 'Their names; values are never shown.' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(namedSecretSchema) })
  list(
    @Query({ schema: namePageQuery }) query: NamePageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<NamedSecretView>> {
    return this.#secrets.list(tenantScope(identity), query);
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a secret',
    description: 'Deliveries of webhooks that still name it fail, and nothing is sent.',
  })
  async delete(
    @Param('name', { schema: secretNameSchema }) name: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#secrets.delete(identity, name);
  }
}
