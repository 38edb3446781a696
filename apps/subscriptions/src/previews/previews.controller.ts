import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { membersNamed } from '@casewire/events';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { RefusedFor, RequestBody, uuidCursor } from '@casewire/rest';
import {
  previewRequestSchema,
  previewSchema,
  toVerificationView,
  verificationRequestSchema,
  verificationSchema,
  type Preview,
  type PreviewRequest,
  type VerificationRequest,
  type VerificationView,
} from './preview-schema.ts';
import { Previews } from './previews.ts';
import { Verifications } from './verifications.ts';

const idSchema = uuidCursor;

/** Answers questions of people who build a receiver. Nothing is sent or stored. */
@Controller('v1/webhooks')
export class PreviewsController {
  readonly #previews: Previews;
  readonly #verifications: Verifications;

  constructor(previews: Previews, verifications: Verifications) {
    this.#previews = previews;
    this.#verifications = verifications;
  }

  @Post('preview')
  @RefusedFor('not-found', 'event-rejected')
  @HttpCode(200)
  @RequireScope('read')
  @ApiOperation({
    summary: 'Ask what a webhook would be sent',
    description:
      'For a webhook that need not exist, and an event that is given or was accepted. Nothing is sent or stored.',
  })
  @ApiResponse({ status: 200, standardSchema: previewSchema })
  preview(
    @Body({ schema: previewRequestSchema }) wanted: PreviewRequest,
    @Body() { bytes }: RequestBody,
    @CurrentIdentity() identity: Identity,
  ): Promise<Preview> {
    return this.#previews.preview(identity, wanted, membersNamed(bytes, ['event']).get('event'));
  }

  @Post(':id/verify')
  @HttpCode(200)
  @RequireScope('read')
  @ApiOperation({
    summary: 'Ask whether a signature is right',
    description:
      'Checks a request that a receiver got as the receiver should, and names the check that fails.',
  })
  @ApiResponse({ status: 200, standardSchema: verificationSchema })
  async verify(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: verificationRequestSchema }) request: VerificationRequest,
    @CurrentIdentity() identity: Identity,
  ): Promise<VerificationView> {
    return toVerificationView(await this.#verifications.check(tenantScope(identity), id, request));
  }
}
