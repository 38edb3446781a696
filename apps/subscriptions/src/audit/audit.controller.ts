import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { type Page, pageSchema, uuidCursor } from '@casewire/rest';
import { AuditReader } from './audit-reader.ts';
import {
  auditQuery,
  changesQuery,
  entrySchema,
  type AuditQuery,
  type ChangesQuery,
  type EntryView,
} from './audit-schema.ts';

/** Who has changed what. */
@Controller('v1')
@RequireScope('read')
export class AuditController {
  readonly #reader: AuditReader;

  constructor(reader: AuditReader) {
    this.#reader = reader;
  }

  @Get('audit')
  @ApiOperation({
    summary: 'List what was changed, and by whom',
    description:
      "A tenant's key sees what belongs to its environment or to no single one; the operator sees all. Deleted things have their entries too.",
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(entrySchema) })
  list(
    @Query({ schema: auditQuery }) query: AuditQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<EntryView>> {
    return this.#reader.list(identity, query);
  }

  @Get('webhooks/:webhookId/changes')
  @ApiOperation({
    summary: 'List the changes of a webhook',
    description:
      'Its entries of the audit, with each setting before and after. Of headers they have the names, and of secrets nothing. `version` is the one that attempts name.',
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(entrySchema) })
  changes(
    @Param('webhookId', { schema: uuidCursor }) webhookId: string,
    @Query({ schema: changesQuery }) query: ChangesQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<EntryView>> {
    return this.#reader.changesOf(identity, webhookId, query);
  }
}
