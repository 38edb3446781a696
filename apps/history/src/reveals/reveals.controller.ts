import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { RefusedFor } from '@casewire/rest';
import { revealedSchema, revealRequestSchema, type Revealed, type RevealRequest } from './reveal-schema.ts';
import { Reveals } from './reveals.ts';

/** Shows what is hidden from sessions. An answer is not kept for a repeated request: it would be a second place of the data. */
@Controller('v1/reveals')
@RequireScope('payloads')
export class RevealsController {
  readonly #reveals: Reveals;

  constructor(reveals: Reveals) {
    this.#reveals = reveals;
  }

  @Post()
  @HttpCode(200)
  @RefusedFor('not-found')
  @ApiOperation({
    summary: 'Show what is hidden',
    description:
      'Of one thing. An entry of the audit is stored first: where it cannot be, nothing is shown. An `Idempotency-Key` is ignored.',
  })
  @ApiResponse({ status: 200, standardSchema: revealedSchema })
  reveal(
    @Body({ schema: revealRequestSchema }) wanted: RevealRequest,
    @CurrentIdentity() identity: Identity,
  ): Promise<Revealed> {
    return this.#reveals.reveal(identity, wanted);
  }
}
