import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import {
  ballerineRunAnswerSchema,
  ballerineRunRequestSchema,
  type BallerineRunAnswer,
  type BallerineRunRequest,
} from '@casewire/families/ballerine/runs';
import { CurrentIdempotencyKey, type PresentedKey } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { RefusedFor, RequestBody } from '@casewire/rest';
import type { Response } from 'express';
import { BallerineRuns } from './ballerine-runs.ts';

/** Ballerine's path for runs of workflows. A workflow engine upstream executes them. */
@Controller('api/v1/external/workflows')
@RequireScope('write')
export class BallerineRunsController {
  readonly #runs: BallerineRuns;

  constructor(runs: BallerineRuns) {
    this.#runs = runs;
  }

  @Post('run')
  @RefusedFor('limit-reached')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Run a workflow',
    description:
      'The subscriptions in its `config` get the events of this run from the first one on, signed with the signing secret of the tenant.',
  })
  @ApiResponse({ status: 200, standardSchema: ballerineRunAnswerSchema })
  async run(
    @Body({ schema: ballerineRunRequestSchema }) request: BallerineRunRequest,
    @Body() { bytes }: RequestBody,
    @CurrentIdempotencyKey() idempotencyKey: PresentedKey | undefined,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BallerineRunAnswer> {
    const { answer, isRepeated } = await this.#runs.start(identity, {
      bytes,
      request,
      idempotencyKey,
    });
    if (isRepeated) response.set('idempotency-replayed', 'true');
    return answer;
  }
}
