import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { dataspikeWebhooks, type NewDataspikeWebhook } from '@casewire/families/dataspike/webhooks';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { type Patch as PatchBody, patchBody, RefusedFor, uuidCursor } from '@casewire/rest';
import type { EntityManager } from 'typeorm';
import { DataspikeWebhooks } from './dataspike-webhooks.ts';

const { changeSchema, createdSchema, listSchema, newWebhookSchema, rotatedSchema, webhookSchema } =
  dataspikeWebhooks;

const idSchema = uuidCursor;

/** Dataspike's path for the management of webhooks. */
@Controller('api/v3/organization/webhooks')
export class DataspikeWebhooksController {
  readonly #webhooks: DataspikeWebhooks;

  constructor(webhooks: DataspikeWebhooks) {
    this.#webhooks = webhooks;
  }

  @Post()
  @RefusedFor('limit-reached')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({ summary: 'Create a webhook', description: 'The answer shows its secret, once.' })
  @ApiResponse({ status: 200, standardSchema: createdSchema })
  create(
    @Body({ schema: newWebhookSchema }) body: NewDataspikeWebhook,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
  ) {
    return once.inTransaction((manager) => this.#webhooks.create(manager, identity, body));
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'List webhooks' })
  @ApiResponse({ status: 200, standardSchema: listSchema })
  list(@CurrentIdentity() identity: Identity) {
    return this.#webhooks.list(tenantScope(identity));
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({ summary: 'Change a webhook' })
  @ApiResponse({ status: 200, standardSchema: webhookSchema })
  change(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: patchBody(changeSchema) }) body: PatchBody,
    @CurrentIdentity() identity: Identity,
  ) {
    return this.#webhooks.change(identity, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({ summary: 'Delete a webhook', description: 'Its history stays.' })
  delete(@Param('id', { schema: idSchema }) id: string, @CurrentIdentity() identity: Identity) {
    return this.#webhooks.delete(identity, id);
  }

  @Post(':id/hmac/rotate')
  @RefusedFor('invalid-state')
  @HttpCode(200)
  @RequireScope('secrets')
  @ApiOperation({
    summary: "Rotate a webhook's secret",
    description: 'For a day, the old secret signs beside the new one.',
  })
  @ApiResponse({ status: 200, standardSchema: rotatedSchema })
  rotate(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
  ) {
    return once.inTransaction((manager) => this.#webhooks.rotateSecret(manager, identity, id));
  }
}
