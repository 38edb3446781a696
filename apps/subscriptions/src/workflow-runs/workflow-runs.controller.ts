import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { runAnswerSchema, runRequestSchema, type RunAnswer, type RunRequest } from '@casewire/families';
import { CurrentIdempotencyKey, type PresentedKey } from '@casewire/idempotency';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { RequestBody } from '@casewire/rest';
import type { Response } from 'express';
import { WorkflowRuns } from './workflow-runs.ts';

/** Runs of workflows, which an engine upstream executes. */
@Controller('api/v1/external/workflows')
@RequireScope('write')
export class WorkflowRunsController {
  readonly #runs: WorkflowRuns;

  constructor(runs: WorkflowRuns) {
    this.#runs = runs;
  }

  @Post('run')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Run a workflow',
    description:
      'The subscriptions in its `config` get the events of this run from the first one on, signed with the signing secret of the tenant.',
  })
  @ApiResponse({ status: 200, standardSchema: runAnswerSchema })
  async run(
    @Body({ schema: runRequestSchema }) request: RunRequest,
    @Body() { bytes }: RequestBody,
    @CurrentIdempotencyKey() idempotencyKey: PresentedKey | undefined,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunAnswer> {
    const { answer, isRepeated } = await this.#runs.start(identity, {
      bytes,
      request,
      idempotencyKey,
    });
    if (isRepeated) response.set('idempotency-replayed', 'true');
    return answer;
  }
}
