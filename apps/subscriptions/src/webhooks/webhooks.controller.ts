import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import {
  etag,
  IfMatch,
  page,
  type Page,
  pageSchema,
  type Patch as PatchBody,
  patchBody,
  RefusedFor,
  uuidCursor,
} from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import { newWebhookSchema, webhookChangeSchema, type NewWebhook } from '@casewire/webhook-settings';
import type { Response } from 'express';
import type { EntityManager } from 'typeorm';
import { toSecretView } from '../webhook-secrets/secret-schema.ts';
import {
  createdWebhookSchema,
  healthSchema,
  resumeSchema,
  webhookListQuery,
  webhookSchema,
  type CreatedWebhookView,
  type HealthView,
  type Resume,
  type WebhookListQuery,
  type WebhookView,
} from './webhook-schema.ts';
import { toHealthView } from './health-view.ts';
import { toWebhookView } from './webhook-row.ts';
import { Webhooks } from './webhooks.ts';

const idSchema = uuidCursor;

/** A tenant's webhooks in the environment of its key. */
@Controller('v1/webhooks')
export class WebhooksController {
  readonly #webhooks: Webhooks;

  constructor(webhooks: Webhooks) {
    this.#webhooks = webhooks;
  }

  @Post()
  @RefusedFor('limit-reached')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Create a webhook',
    description:
      'The answer shows the secret that signs its deliveries, or the public key that verifies them.',
  })
  @ApiResponse({ status: 201, standardSchema: createdWebhookSchema })
  create(
    @Body({ schema: newWebhookSchema }) body: NewWebhook,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CreatedWebhookView> {
    return once.inTransaction(async (manager) => {
      const { webhook, secret } = await this.#webhooks.create(manager, identity, body);
      response.set('etag', etag(webhook.version));
      return { ...toWebhookView(webhook), health: 'healthy', ...toSecretView(secret) };
    });
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'List webhooks' })
  @ApiResponse({ status: 200, standardSchema: pageSchema(webhookSchema) })
  async list(
    @Query({ schema: webhookListQuery }) query: WebhookListQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<WebhookView>> {
    const { data, hasNext } = await this.#webhooks.list(tenantScope(identity), query);
    return page(await this.#views(data), hasNext);
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ summary: 'Read a webhook' })
  @ApiResponse({ status: 200, standardSchema: webhookSchema })
  async get(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookView> {
    return this.#show(await this.#webhooks.find(tenantScope(identity), id), response);
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({
    summary: 'Change a webhook',
    description:
      'With If-Match only if nobody changed it meanwhile. Members that are as they are shown may be sent along.',
  })
  @ApiResponse({ status: 200, standardSchema: webhookSchema })
  async change(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: patchBody(webhookChangeSchema) }) body: PatchBody,
    @IfMatch() ifMatch: string | undefined,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookView> {
    // Only shown, and changes by itself: an answer that is sent back may have another one.
    const { health: _shown, ...patch } = body;
    return this.#show(await this.#webhooks.change(identity, id, patch, ifMatch), response);
  }

  @Get(':id/health')
  @RequireScope('read')
  @ApiOperation({ summary: 'Read what attempts have shown of a webhook' })
  @ApiResponse({ status: 200, standardSchema: healthSchema })
  async health(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<HealthView> {
    const webhook = await this.#webhooks.find(tenantScope(identity), id);
    const [health] = await this.#webhooks.health([webhook]);
    if (health === undefined) throw new Error('a webhook has no health');
    return toHealthView(health);
  }

  @Post(':id/resume')
  @RefusedFor('invalid-state')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Resume a paused webhook',
    description:
      'What was held and is skipped ends as `cancelled`. A PATCH of `status` to `active` is the same with `send`.',
  })
  @ApiResponse({ status: 200, standardSchema: webhookSchema })
  resume(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: resumeSchema }) { backlog }: Resume,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookView> {
    return once.inTransaction(async (manager) =>
      this.#show(await this.#webhooks.resume(manager, identity, id, backlog), response),
    );
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Delete a webhook',
    description: 'What is pending is cancelled; the history stays.',
  })
  async delete(
    @Param('id', { schema: idSchema }) id: string,
    @IfMatch() ifMatch: string | undefined,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    await this.#webhooks.delete(identity, id, ifMatch);
  }

  async #show(webhook: Webhook, response: Response): Promise<WebhookView> {
    response.set('etag', etag(webhook.version));
    const [view] = await this.#views([webhook]);
    if (view === undefined) throw new Error('a webhook has no view');
    return view;
  }

  async #views(webhooks: readonly Webhook[]): Promise<WebhookView[]> {
    const health = await this.#webhooks.health(webhooks);
    return webhooks.map((webhook, index) => ({
      ...toWebhookView(webhook),
      health: health[index]?.state ?? 'healthy',
    }));
  }
}
