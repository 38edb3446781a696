import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Idempotent, Once } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { z } from 'zod';
import { cancelRequestSchema, webhookIdSchema, type CancelRequestBody } from '../replay/replay-schema.ts';
import { SetCanceller } from './set-canceller.ts';

const cancelledSchema = z.object({
  count: z.int().describe('How many were cancelled; with `dryRun`, how many would be.'),
  hasMore: z.boolean().describe('One request cancels 10,000 at most: send it again for the rest.'),
});

/** Cancels sets of invocations. */
@Controller('v1/webhooks')
export class CancelSetsController {
  readonly #canceller: SetCanceller;

  constructor(canceller: SetCanceller) {
    this.#canceller = canceller;
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    summary: 'Send no more of what a webhook has waiting from a stretch of time',
    description:
      'Cancels invocations that wait or are on their way, as `POST /v1/invocations/{id}/cancel` does. A running replay of the webhook goes on: cancel it first.',
  })
  @ApiResponse({ status: 200, standardSchema: cancelledSchema })
  cancel(
    @Param('id', { schema: webhookIdSchema }) id: string,
    @Body({ schema: cancelRequestSchema }) body: CancelRequestBody,
    @CurrentIdentity() identity: Identity,
    @Idempotent() once: Once,
  ) {
    return this.#canceller.cancel(once, identity, id, body);
  }
}
