import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { rotationSchema, type Rotation } from '../webhook-secrets/secret-schema.ts';
import { SigningSecrets } from './signing-secrets.ts';

const secretSchema = z.object({ secret: z.string() });

/** The tenant's and environment's own signing secret. */
@Controller('v1/signing-secret')
@RequireScope('secrets')
export class SigningSecretsController {
  readonly #secrets: SigningSecrets;

  constructor(secrets: SigningSecrets) {
    this.#secrets = secrets;
  }

  @Get()
  @ApiOperation({
    summary: "Read the tenant's signing secret",
    description: 'The audit notes each time that it is shown. The first request makes it.',
  })
  @ApiResponse({ status: 200, standardSchema: secretSchema })
  async get(@CurrentIdentity() identity: Identity): Promise<z.infer<typeof secretSchema>> {
    return { secret: await this.#secrets.reveal(identity) };
  }

  @Post('rotate')
  @HttpCode(200)
  @ApiOperation({ summary: "Rotate the tenant's signing secret" })
  @ApiResponse({ status: 200, standardSchema: secretSchema })
  rotate(
    @Body({ schema: rotationSchema }) body: Rotation,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<EntityManager>,
  ): Promise<z.infer<typeof secretSchema>> {
    return once.inTransaction(async (manager) => ({
      secret: await this.#secrets.rotate(manager, identity, body),
    }));
  }
}
