import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { RefusedFor, uuidCursor } from '@casewire/rest';
import type { EntityManager } from 'typeorm';
import {
  rotationSchema,
  secretSchema,
  toSecretView,
  type Rotation,
  type SecretView,
} from './secret-schema.ts';
import { WebhookSecrets } from './webhook-secrets.ts';

const idSchema = uuidCursor;

/** The secret that signs for a webhook. */
@Controller('v1/webhooks/:id/secret')
@RequireScope('secrets')
export class WebhookSecretsController {
  readonly #secrets: WebhookSecrets;

  constructor(secrets: WebhookSecrets) {
    this.#secrets = secrets;
  }

  @Get()
  @RefusedFor('invalid-state')
  @ApiOperation({
    summary: "Read a webhook's secret",
    description: 'The audit notes each time that a secret is shown. A public key is none.',
  })
  @ApiResponse({ status: 200, standardSchema: secretSchema })
  get(
    @Param('id', { schema: idSchema }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<SecretView> {
    return this.#secrets.reveal(identity, id);
  }

  @Post('rotate')
  @RefusedFor('invalid-state')
  @HttpCode(200)
  @ApiOperation({
    summary: "Rotate a webhook's secret",
    description: 'Both secrets sign until the overlap ends.',
  })
  @ApiResponse({ status: 200, standardSchema: secretSchema })
  rotate(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: rotationSchema }) body: Rotation,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
  ): Promise<SecretView> {
    return once.inTransaction(async (manager) =>
      toSecretView(await this.#secrets.rotate(manager, identity, id, body)),
    );
  }
}
