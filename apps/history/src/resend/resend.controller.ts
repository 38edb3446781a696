import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import type { LedgerTransaction } from '@casewire/invocation-ledger';
import { RefusedFor } from '@casewire/rest';
import type { Response } from 'express';
import { invocationIdSchema } from '../show-history/history-query.ts';
import { invocationSchema } from '../show-history/invocation-view.ts';
import { resendPreviewSchema, resendRequestSchema, type ResendRequest } from './resend-schema.ts';
import { Resender } from './resender.ts';

/** Requests by hand to send an event anew. */
@Controller('v1/invocations')
export class ResendController {
  readonly #resender: Resender;

  constructor(resender: Resender) {
    this.#resender = resender;
  }

  @Post(':id/resend')
  @RefusedFor('event-expired', 'invalid-state')
  @HttpCode(202)
  @RequireScope('replay')
  @ApiOperation({
    summary: 'Render the event of an invocation anew, by the settings of today, and send it under a new id',
    description:
      'The answer is the new invocation, whose `copyOf` names the old one; that one stays as it is. `POST /v1/invocations/{id}/retry` sends the same body under the same id instead. The event must still be kept, else the answer is 409 `event-expired`. Where today nothing would be sent the answer is 409 with a `reason`: `nothing-to-send` with the cause in `detail`, `webhook-gone`, `webhook-disabled`, `webhook-expired`, or `blocking` while the invocation itself blocks its subject.',
  })
  @ApiResponse({ status: 202, standardSchema: invocationSchema })
  @ApiResponse({
    status: 200,
    description: 'With `dryRun`: the request that would be sent.',
    standardSchema: resendPreviewSchema,
  })
  async resend(
    @Param('id', { schema: invocationIdSchema }) id: string,
    @Body({ schema: resendRequestSchema }) { dryRun }: ResendRequest,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once<LedgerTransaction>,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (!dryRun) return this.#resender.send(once, identity, id);
    response.status(200);
    return this.#resender.preview(identity, id);
  }
}
