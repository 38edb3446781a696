import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import {
  requestPreviewSchema,
  type RequestPreview,
  type RequestPreviewAnswer,
} from '@casewire/webhook-settings';
import { previewRequest } from './preview-request.ts';

/** For other services: the gateway passes no request on to it. */
@Controller('internal/request-previews')
export class PreviewsController {
  @Post()
  @HttpCode(200)
  @RequireScope('read')
  preview(
    @Body({ schema: requestPreviewSchema }) preview: RequestPreview,
    @CurrentIdentity() identity: Identity,
  ): RequestPreviewAnswer {
    return previewRequest(tenantScope(identity), preview, Date.now());
  }
}
